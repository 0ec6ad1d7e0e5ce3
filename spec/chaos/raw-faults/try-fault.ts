import { CircuitBreaker, isTranslationError, jobApi, TranslationClient } from 'heygen-rx';
import { lastValueFrom } from 'rxjs';
import type { RawFault } from './faults.js';

export const CALLS = ['create', 'single', 'bulk'] as const;
export type RawCall = (typeof CALLS)[number];

/** Time limit of one request, in ms: short where it is what ends it, else longer than a slow machine takes. */
const limitMs = ({ isSlow }: RawFault): number => (isSlow === true ? 400 : 60_000);
/** Time limit of a whole batch, in ms. */
const BATCH_MS = 1000;
/** Longer than any limit allows, however slow the machine, in ms. */
const HUNG_MS = 300_000;

const jobIds = ['job-1', 'job-2'];

/** Meets one fault with one call; tells what is wrong with how that went. */
export async function tryFault(fault: RawFault, call: RawCall, baseUrl: string): Promise<string | undefined> {
  const outcome = await outcomeOf(fault, call, baseUrl);
  const streamed = call === 'bulk' ? await watchedInBulk(fault, baseUrl) : undefined;
  const complaint = outcome ?? streamed;
  return complaint === undefined ? undefined : `${fault.name}, ${call}: ${complaint}`;
}

async function outcomeOf(fault: RawFault, call: RawCall, baseUrl: string): Promise<string | undefined> {
  const { result: expected = 'error' } = fault;
  // One failure short of opening, so that the next state tells what this request counted as.
  const breaker = new CircuitBreaker({ failureThreshold: 2, resetTimeoutMs: 600_000 });
  settle(breaker, 'failure');
  const client = clientAt(fault, baseUrl, breaker);
  const sent: Promise<unknown> =
    call === 'create'
      ? client.createJob({})
      : call === 'single'
        ? client.getStatus('job-1')
        : lastValueFrom(
            breaker.guard(jobApi({ baseUrl, requestTimeoutMs: limitMs(fault) }).statuses!(jobIds)),
          );
  const ended = await endOf(sent);
  client.close();
  if (ended.type === 'hung') return 'hangs';
  if (ended.type === 'error' && !isTranslationError(ended.error)) return `untyped: ${String(ended.error)}`;
  if (expected !== 'either' && ended.type !== expected) {
    return `an ${ended.type} instead of an ${expected}: ${JSON.stringify(ended)}`;
  }
  const counted = countedAs(breaker);
  return fault.outcome === undefined || counted === fault.outcome
    ? undefined
    : `counts as ${counted} instead of ${fault.outcome} (${ended.type === 'error' ? String(ended.error) : 'an answer'})`;
}

/** A batch over it ends with each job settled or lost, and never by itself. */
async function watchedInBulk(fault: RawFault, baseUrl: string): Promise<string | undefined> {
  const client = clientAt(fault, baseUrl, new CircuitBreaker());
  const ended = await endOf(lastValueFrom(client.watchBatch(jobIds, { timeoutMs: BATCH_MS })));
  client.close();
  if (ended.type === 'hung') return 'its batch hangs';
  if (ended.type === 'error') return `its batch errs: ${String(ended.error)}`;
  const { value: batch } = ended;
  return batch.done === jobIds.length ? undefined : `its batch completes with ${batch.done} done`;
}

function clientAt(fault: RawFault, baseUrl: string, circuitBreaker: CircuitBreaker): TranslationClient {
  return new TranslationClient({
    baseUrl,
    circuitBreaker,
    requestTimeoutMs: limitMs(fault),
    createTimeoutMs: limitMs(fault),
    retry: { maxAttempts: 1, initialDelayMs: 10 },
    polling: { initialIntervalMs: 50, maxIntervalMs: 100 },
  });
}

type End<T> =
  | { readonly type: 'answer'; readonly value: T }
  | { readonly type: 'error'; readonly error: unknown }
  | { readonly type: 'hung' };

async function endOf<T>(promise: Promise<T>): Promise<End<T>> {
  let timer: NodeJS.Timeout | undefined;
  const hung = new Promise<End<T>>(resolve => {
    timer = setTimeout(() => resolve({ type: 'hung' }), HUNG_MS);
  });
  const ended = promise.then(
    (value): End<T> => ({ type: 'answer', value }),
    (error: unknown): End<T> => ({ type: 'error', error }),
  );
  const first = await Promise.race([ended, hung]);
  clearTimeout(timer);
  return first;
}

function settle(breaker: CircuitBreaker, outcome: 'success' | 'failure'): void {
  const permit = breaker.ask();
  if (!(permit instanceof Error)) breaker.settle(permit, outcome);
}

function countedAs(breaker: CircuitBreaker): 'success' | 'failure' | 'neutral' {
  const isOpen = (): boolean => breaker.state === 'open';
  if (isOpen()) return 'failure';
  settle(breaker, 'failure');
  return isOpen() ? 'neutral' : 'success';
}
