import type { JobStatus } from '../../model/job.js';

/** HeyGen's words for a status: those of single polls, of batches and bulk polls, and of its second version. */
const WORDS: ReadonlyMap<string, JobStatus> = new Map([
  ['pending', 'pending'],
  ['running', 'running'],
  ['completed', 'completed'],
  ['failed', 'error'],
  ['queued', 'pending'],
  ['processing', 'running'],
  ['success', 'completed'],
  ['succeeded', 'completed'],
  ['error', 'error'],
]);

/** The status that a word of HeyGen's means. An unknown word is passed on as it is. */
export function statusOfWord(word: string): string {
  return WORDS.get(word) ?? word;
}
