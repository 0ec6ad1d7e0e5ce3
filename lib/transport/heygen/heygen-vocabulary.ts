import type { JobStatus } from '../../model/job.js';

/** HeyGen has three vocabularies for one thing: a single poll's, that of batches and bulk polls, and that of its second version. */
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

/** HeyGen's word in ours. One that we do not know is handed on as it is: it settles nothing. */
export function inOurWords(word: string): string {
  return WORDS.get(word) ?? word;
}
