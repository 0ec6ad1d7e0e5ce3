// How one request may go. Each fate is a row: what it means for a poll, for a job in a bulk poll, and for a create.
import {
  AuthenticationError,
  JobNotFoundError,
  NetworkError,
  ProtocolError,
  QuotaError,
  RateLimitError,
  RequestError,
  ServerError,
  type StatusReport,
} from 'heygen-rx';

/** What the request returns instead of an Observable, or its response. */
export type Outcome =
  /** The truth, changed by `as`; `made` tells whether a create made its job. */
  | { readonly type: 'answer'; readonly as?: (report: StatusReport) => unknown }
  | { readonly type: 'error'; readonly error: (hintMs: number) => unknown }
  /** Completes without a response. */
  | { readonly type: 'empty' }
  | { readonly type: 'hang' }
  /** The method itself does this when it is called. */
  | { readonly type: 'broken'; readonly call: () => unknown };

/** What a poll that went this way says about the job. */
export type Meaning = 'report' | 'refusal' | 'nonsense' | 'outage' | 'broken';

interface FateRow {
  readonly outcome: Outcome;
  readonly meaning: Meaning;
  /** How long the response takes, in units of the history's latency. 0: it comes before `subscribe` returns. @default 1 */
  readonly latency?: number;
  /** Only these requests; the others go well. */
  readonly only?: 'bulk' | 'single';
  /** Whether the job of a create is created although the response is bad. */
  readonly makesJob?: boolean;
}

const fails = (error: (hintMs: number) => unknown): Outcome => ({ type: 'error', error });
const answers = (as?: (report: StatusReport) => unknown): Outcome =>
  as === undefined ? { type: 'answer' } : { type: 'answer', as };
const isOpen = ({ status }: StatusReport): boolean => status === 'pending' || status === 'running';
const nan = { progress: NaN, ageMs: NaN, retryAfterMs: NaN, videoSeconds: NaN };

const ROWS = {
  ok: { outcome: answers(), meaning: 'report', makesJob: true },
  'at once': { outcome: answers(), meaning: 'report', latency: 0, makesJob: true },
  progress: {
    outcome: answers(r => (isOpen(r) ? { ...r, progress: 0.4 } : r)),
    meaning: 'report',
    makesJob: true,
  },
  'progress 40': { outcome: answers(r => ({ ...r, progress: 40 })), meaning: 'report', makesJob: true },
  'unknown word': {
    outcome: answers(r => (isOpen(r) ? { ...r, status: 'rendering' } : r)),
    meaning: 'report',
    makesJob: true,
  },
  'NaN numbers': { outcome: answers(r => ({ ...r, ...nan })), meaning: 'report', makesJob: true },
  partial: {
    outcome: answers(({ result: _result, ...r }) => ({ ...r, partial: true })),
    meaning: 'report',
    only: 'bulk',
    makesJob: true,
  },
  slow: { outcome: answers(), meaning: 'report', latency: 20, makesJob: true },
  hang: { outcome: { type: 'hang' }, meaning: 'outage', makesJob: true },
  refused: {
    outcome: fails(() => new NetworkError('connection refused', { code: 'ECONNREFUSED' })),
    meaning: 'outage',
  },
  reset: {
    outcome: fails(() => new NetworkError('reset', { code: 'ECONNRESET' })),
    meaning: 'outage',
    makesJob: true,
  },
  'foreign error': {
    outcome: fails(() => new Error('something of axios')),
    meaning: 'outage',
    makesJob: true,
  },
  '429': { outcome: fails(() => new RateLimitError('too many requests')), meaning: 'outage' },
  '429 with a hint': {
    outcome: fails(retryAfterMs => new RateLimitError('too many requests', { retryAfterMs })),
    meaning: 'outage',
  },
  '429 with NaN': {
    outcome: fails(() => new RateLimitError('too many requests', { retryAfterMs: NaN })),
    meaning: 'outage',
  },
  '503 with a hint': {
    outcome: fails(retryAfterMs => new ServerError('maintenance', { status: 503, retryAfterMs })),
    meaning: 'outage',
  },
  '500': {
    outcome: fails(() => new ServerError('oops', { status: 500 })),
    meaning: 'outage',
    makesJob: true,
  },
  page: {
    outcome: fails(() => new ProtocolError('a page', { status: 200 })),
    meaning: 'nonsense',
    makesJob: true,
  },
  '401': {
    outcome: fails(() => new AuthenticationError('wrong key', { status: 401 })),
    meaning: 'refusal',
  },
  '402': { outcome: fails(() => new QuotaError('no credit', { status: 402 })), meaning: 'refusal' },
  '404': { outcome: fails(() => new JobNotFoundError('no such job', { status: 404 })), meaning: 'refusal' },
  '413': {
    outcome: fails(() => new RequestError('too large', { status: 413 })),
    meaning: 'refusal',
    only: 'bulk',
  },
  throws: {
    outcome: {
      type: 'broken',
      call: () => {
        throw new TypeError('a bug in the transport');
      },
    },
    meaning: 'broken',
  },
  'returns a promise': { outcome: { type: 'broken', call: () => Promise.resolve({}) }, meaning: 'broken' },
  'returns undefined': { outcome: { type: 'broken', call: () => undefined }, meaning: 'broken' },
  'returns null': { outcome: { type: 'broken', call: () => null }, meaning: 'broken' },
  'answers null': { outcome: answers(() => null), meaning: 'nonsense', makesJob: true },
  'no status': { outcome: answers(({ jobId }) => ({ jobId })), meaning: 'nonsense', makesJob: true },
  'wrong id': {
    outcome: answers(r => ({ ...r, jobId: 'somebody-else' })),
    meaning: 'nonsense',
    makesJob: true,
  },
  empty: { outcome: { type: 'empty' }, meaning: 'nonsense', makesJob: true },
  'empty in bulk': { outcome: answers(() => undefined), meaning: 'nonsense', only: 'bulk', makesJob: true },
} as const satisfies Record<string, FateRow>;

export type Fate = keyof typeof ROWS;

export const FATES = Object.keys(ROWS) as Fate[];

export const rowOf = (fate: Fate): FateRow => ROWS[fate];
