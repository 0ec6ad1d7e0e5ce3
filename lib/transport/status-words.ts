import type { JobStatus } from '../model/job.js';
import { COMMON_WORDS, plainWord, type StatusWords } from '../policy/watch/status-words.js';

/** The common words and a service's own, which take precedence. */
export const statusWords = (own: Readonly<Record<string, JobStatus>> = {}): StatusWords =>
  new Map([
    ...COMMON_WORDS,
    ...Object.entries(own).map(([word, status]) => [plainWord(word), status] as const),
  ]);

/** The status that a word means. An unknown word is returned unchanged. */
export function statusOfWord(word: string, words: StatusWords = COMMON_WORDS): string {
  return words.get(plainWord(word)) ?? word;
}
