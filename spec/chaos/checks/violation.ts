/** The promises that the harness checks, each under the name that its table shows. */
export const RULES = {
  'no uncaught exception': 'nothing is thrown at the scheduler, at a call, or into the void',
  'virtual time': 'no timer of the platform, and no delay that a platform timer would drop',
  'no tight loop': 'time passes between requests',
  rate: 'no more than `maxRequestsPerSecond` in any second',
  concurrency: 'no more than `maxConcurrentRequests` at once',
  'nothing after close': 'a closed client sends nothing',
  'nothing after unsubscribe': 'a request needs somebody who wants its answer',
  'nothing during teardown': 'unsubscribing, aborting and closing start nothing',
  'one poll in flight': 'one request at a time for a job that is shared',
  'minimum interval': 'polls of a watch are `minIntervalMs`, or as far as the service asks, apart',
  'open circuit': 'no request while the circuit is open or isolated, and one probe',
  silence: 'no request while the service asks for silence',
  'bulk size': 'a bulk request has 1 to `bulkLimit` ids, each once',
  snapshots: 'statuses are legal, `polls` rises, `elapsedMs` never falls, numbers are numbers',
  'the service settles': 'a job is settled only as the service says',
  'ends once': 'a settled snapshot completes; nothing follows the end',
  'typed errors': 'every error is typed and names its job, or its key',
  'legal ends':
    'a watch ends with an error only by deadline, a confirmed refusal, nonsense from the start, or close',
  'one key': 'one idempotency key, and one job, for each logical create',
  'nothing lost': 'a job that a failed create made can be found again by key or id',
  'no false alarm': 'an unknown outcome is told only where a request has left',
  deadline: 'a watch ends by its deadline and `requestTimeoutMs`',
  'one-shots end': 'a promise settles, whatever the service does',
  recovery: 'once nothing goes wrong any more each watch ends',
  'nothing left': 'no timer, request, or subscription remains at the end',
} as const;

export type Rule = keyof typeof RULES;

export interface Violation {
  readonly rule: Rule;
  readonly detail: string;
  /** Steady ms. */
  readonly at: number;
}
