import { of, repeat, timer } from 'rxjs';
import type { TranslationClient, TransportClientOptions } from 'heygen-rx';
import { DurableWorker, durableClient, memoryEngine } from 'heygen-rx/durable';
import { scriptedTransport, type ScriptedTransport, type ScriptedTransportOptions } from 'heygen-rx/testing';
import { SMALL, smallClient } from './small-client.js';

/** What a spec of a client needs: in process, or with an engine and a worker. */
export interface TestedClient {
  readonly name: 'in process' | 'durable';
  readonly make: (
    script: ScriptedTransportOptions | ScriptedTransport,
    options?: Omit<TransportClientOptions, 'transport'>,
  ) => { readonly client: TranslationClient; readonly transport: ScriptedTransport };
}

/** When the worker stops, in virtual ms: a worker claims without end, and marbles wait for the end. */
const STOPS_AT = 20_000;

/** As `smallClient`, with a durable client, an engine in memory and one worker, which sends at most one request a ms: hence the bulk call. What a durable client cannot have goes to the worker. */
function durableSmallClient(
  script: ScriptedTransportOptions | ScriptedTransport,
  options: Omit<TransportClientOptions, 'transport'> = {},
): { readonly client: TranslationClient; readonly transport: ScriptedTransport } {
  const transport = 'polls' in script ? script : scriptedTransport({ latencyMs: 1, bulk: true, ...script });
  const all = { ...SMALL, ...options };
  const { strategy: _, ...polling } = { ...SMALL.polling, ...options.polling } as NonNullable<
    typeof options.polling
  >;
  const retry = { ...SMALL.retry, ...options.retry };
  const engine = memoryEngine();
  const worker = new DurableWorker({
    engine,
    transport,
    polling: { ...SMALL.polling, ...options.polling },
    retry,
    random: all.random,
    circuitBreaker: options.circuitBreaker as never,
    limits: {
      minIntervalMs: all.minIntervalMs,
      maxRequestsPerSecond: all.maxRequestsPerSecond,
      maxConcurrentRequests: all.maxConcurrentRequests,
      requestTimeoutMs: all.requestTimeoutMs,
      createTimeoutMs: all.createTimeoutMs,
      maxSilenceMs: all.maxSilenceMs,
      notFoundGraceMs: all.notFoundGraceMs,
    },
  });
  let isStarted = false;
  const start = (): void => {
    if (isStarted) return;
    isStarted = true;
    // What is subscribed in the same frame is stored before the first claim.
    of(0)
      .pipe(repeat({ count: 5, delay: () => timer(0) }))
      .subscribe({ complete: () => worker.start() });
    timer(STOPS_AT).subscribe(() => void worker.stop({ graceMs: 0 }));
  };
  const hint$ = engine.hint$.bind(engine);
  Object.assign(engine, {
    hint$: (account: string) => {
      start();
      return hint$(account);
    },
  });
  const client = durableClient({ engine, polling, retry, random: all.random });
  return { client, transport };
}

/** The clients that a spec is run with. */
export const CLIENTS: readonly TestedClient[] = [
  { name: 'in process', make: smallClient },
  { name: 'durable', make: durableSmallClient },
];

/**
 * Declares a test of what only a client in process does.
 *
 * @param _why What a durable client does instead, for the reader: `spec/durable` tests that.
 */
export const onlyInProcess = (
  { name }: TestedClient,
  _why: string,
): ((title: string, test: () => void) => void) => (name === 'in process' ? it : () => undefined);
