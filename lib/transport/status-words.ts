import type { JobStatus } from '../model/job.js';
import { COMMON_WORDS, plainWord, type StatusWords } from '../policy/watch/status-words.js';

/** The common words with a service's own, which win. */
export const statusWords = (own: Readonly<Record<string, JobStatus>> = {}): StatusWords =>
  new Map([
    ...COMMON_WORDS,
    ...Object.entries(own).map(([word, status]) => [plainWord(word), status] as const),
  ]);

/** The status that a word means. An unknown word is passed on as it is. */
export function statusOfWord(word: string, words: StatusWords = COMMON_WORDS): string {
  return words.get(plainWord(word)) ?? word;
}
