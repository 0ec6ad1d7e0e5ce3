import type { JobStatus } from '../../model/job.js';

/** The status that each word means. */
export type StatusWords = ReadonlyMap<string, JobStatus>;

/** The words that services use for each status: HeyGen's three vocabularies, and those of 26 public services of this kind. */
const SYNONYMS: Readonly<Record<JobStatus, readonly string[]>> = {
  pending: ['pending', 'queued', 'in_queue', 'waiting'],
  running: ['running', 'processing', 'in_progress', 'started'],
  completed: ['completed', 'complete', 'success', 'succeeded', 'done', 'finished'],
  error: ['error', 'errored', 'fail', 'failed', 'failure'],
};

/** What the common words mean. */
export const COMMON_WORDS: StatusWords = new Map(
  (Object.keys(SYNONYMS) as JobStatus[]).flatMap(status =>
    SYNONYMS[status].map(word => [word, status] as const),
  ),
);

/** Words for other ways in which a job can fail. */
const ENDS: ReadonlySet<string> = new Set([
  ...SYNONYMS.error,
  ...['cancelled', 'canceled', 'aborted', 'terminated', 'killed', 'deleted'],
  ...['expired', 'timeout', 'timed_out', 'rejected', 'crashed', 'dead'],
]);

const isStatus = (word: string): word is JobStatus => Object.hasOwn(SYNONYMS, word);

/** `In queue`, `in-queue` and `IN_QUEUE` are one word. */
export const plainWord = (word: string): string =>
  word
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');

/** The common words and a service's own, which take precedence. */
export const statusWords = (own: Readonly<Record<string, JobStatus>> = {}): StatusWords =>
  new Map([
    ...COMMON_WORDS,
    ...Object.entries(own).map(([word, status]) => [plainWord(word), status] as const),
  ]);

/** For transports: the status that a word means. An unknown word is returned unchanged. */
export function statusOfWord(word: string, words: StatusWords = COMMON_WORDS): string {
  return words.get(plainWord(word)) ?? word;
}

/** The meaning of a service's word. */
export interface StatusMeaning {
  /** Absent: the word is unknown. */
  readonly status?: JobStatus | undefined;
  /** The service's own word, if it is none of the four. */
  readonly statusText?: string | undefined;
}

/** The meaning of the word in a transport's report. Only the four statuses and words for other ends are recognised: mapping all others is up to the transport. */
export function meaningOfWord(word: string): StatusMeaning {
  if (isStatus(word)) return { status: word };
  const plain = plainWord(word);
  if (isStatus(plain)) return { status: plain };
  const statusText = word.trim().slice(0, 100);
  return ENDS.has(plain) ? { status: 'error', statusText } : { statusText };
}
