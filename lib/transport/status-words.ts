import type { JobStatus } from '../model/job.js';

/** Words for a status by which services mean the same. Those of HeyGen's three vocabularies are among them. */
const WORDS: Readonly<Record<JobStatus, readonly string[]>> = {
  pending: ['pending', 'queued', 'in_queue', 'waiting'],
  running: ['running', 'processing', 'in_progress', 'started'],
  completed: ['completed', 'complete', 'success', 'succeeded', 'done', 'finished'],
  error: ['error', 'failed', 'failure'],
};

/** The status that each word means. */
export type StatusWords = ReadonlyMap<string, JobStatus>;

const COMMON: StatusWords = new Map(
  (Object.keys(WORDS) as JobStatus[]).flatMap(status => WORDS[status].map(word => [word, status] as const)),
);

/** `In queue`, `in-queue` and `IN_QUEUE` are one word. */
const plain = (word: string): string =>
  word
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');

/** The common words with a service's own, which win. */
export const statusWords = (own: Readonly<Record<string, JobStatus>> = {}): StatusWords =>
  new Map([...COMMON, ...Object.entries(own).map(([word, status]) => [plain(word), status] as const)]);

/** The status that a word means. An unknown word is passed on as it is. */
export function statusOfWord(word: string, words: StatusWords = COMMON): string {
  return words.get(plain(word)) ?? word;
}
