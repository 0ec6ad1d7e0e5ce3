import { concatMap, timer } from 'rxjs';
import type { ClientEvent } from 'heygen-rx';
import { scriptedTransport, type ScriptedTransport, type ScriptedTransportOptions } from 'heygen-rx/testing';
import {
  DurableWorker,
  memoryEngine,
  type DurableEngine,
  type DurableWorkerOptions,
  type NewWatch,
} from 'heygen-rx/durable';
import { initialState, type WatchState } from '../../../lib/policy/watch/state.js';
import { SMALL } from '../../helpers/small-client.js';
import { RULES } from '../../policy/watch/support.js';

const { minIntervalMs, maxRequestsPerSecond, maxConcurrentRequests, polling, retry } = SMALL;

/** Small waits, no jitter, and no rate to speak of. */
export const SMALL_WORKER = {
  polling,
  retry,
  limits: { minIntervalMs, maxRequestsPerSecond, maxConcurrentRequests },
  random: () => 0.5,
};

export interface SmallWorker {
  readonly worker: DurableWorker;
  readonly engine: DurableEngine;
  readonly transport: ScriptedTransport;
}

/** A worker with small waits over a scripted service that answers after 1 ms, and an engine in memory. */
export function smallWorker(
  script: ScriptedTransportOptions | ScriptedTransport = {},
  options: Partial<DurableWorkerOptions> = {},
): SmallWorker {
  const transport = 'polls' in script ? script : scriptedTransport({ latencyMs: 1, ...script });
  const engine = options.engine ?? memoryEngine();
  const limits = { ...SMALL_WORKER.limits, ...options.limits };
  const worker = new DurableWorker({ ...SMALL_WORKER, transport, ...options, engine, limits });
  return { worker, engine, transport };
}

/** Stores watches, runs a worker for so long in virtual time, and returns its events. */
export function runWorker(
  { worker, engine }: SmallWorker,
  jobIds: readonly string[],
  ms = 100,
): ClientEvent[] {
  const events: ClientEvent[] = [];
  worker.event$.subscribe(event => events.push(event));
  const watches = jobIds.map(jobId => newWatch(jobId));
  engine.addWatches('main', watches).subscribe(() => worker.start());
  timer(ms).subscribe(() => void worker.stop({ graceMs: 0 }));
  return events;
}

export const typesOf = (events: readonly ClientEvent[]): string => events.map(({ type }) => type).join(' ');

/** An engine some of whose methods are replaced. */
export const withMethods = (methods: Partial<DurableEngine>, engine = memoryEngine()): DurableEngine => ({
  ...engine,
  ...methods,
});

/** The ids in each request that was sent. */
export const requestsOf = ({ transport }: SmallWorker): readonly string[] =>
  transport.requests.map(({ jobIds }) => jobIds.join());

/** A watch that is due at once. */
export const newWatch = (jobId: string, state: Partial<WatchState> = {}): NewWatch => ({
  state: {
    ...initialState({ jobId, firstPoll: 'at-once' }, { now: 0, rules: RULES }),
    ...state,
  },
});

/** What a stored watch looks like after a while. */
export const stored = (engine: DurableEngine, jobId: string) =>
  engine.readWatches('main', [{ jobId, version: 0 }]).pipe(concatMap(({ changed }) => changed));
