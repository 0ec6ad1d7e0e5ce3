import { firstValueFrom, type Observable } from 'rxjs';
import type { Claim, ClaimTerms, SilenceReport } from '../../../../lib/durable/engine/claims.js';
import type { CreateSettlement, NewCreate } from '../../../../lib/durable/engine/creates.js';
import type { DurableEngine } from '../../../../lib/durable/engine/engine.js';
import type {
  ClaimedWatch,
  NewWatch,
  SeenWatch,
  Settlement,
} from '../../../../lib/durable/engine/watches.js';
import type { JobId } from '../../../../lib/model/job.js';
import type { CircuitState } from '../../../../lib/policy/circuit/circuit-state.js';
import { NO_ATTEMPTS } from '../../../../lib/policy/retry/retry.js';
import { initialState, type WatchState } from '../../../../lib/policy/watch/state.js';
import { RULES } from '../../../policy/watch/support.js';

/** An engine to be tested. */
export interface TestedEngine {
  readonly engine: DurableEngine;
  /** Lets the engine's clock go on by so many ms. Steps are minutes and hours, so an engine on a real clock moves that by an offset. */
  advance(ms: number): Promise<void>;
  stop(): Promise<void>;
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** The rate plays no part, not even within one tick of the clock, and nothing lapses by itself on a slow machine. */
export const TERMS: ClaimTerms = { perSecond: 1e12, leaseMs: 10 * MINUTE, probeMs: 5 * MINUTE };

/** The engine's calls about one account, as promises. */
export class EngineUnderTest {
  account = '';
  #tested: TestedEngine | undefined;

  /** @param isLatin1 It stores the characters of Latin-1 only. */
  constructor(readonly isLatin1: boolean) {}

  start(tested: TestedEngine): void {
    this.#tested = tested;
  }

  get engine(): DurableEngine {
    return this.#tested!.engine;
  }

  readonly add = (...watches: NewWatch[]) => run(this.engine.addWatches(this.account, watches));
  readonly claim = (limit = 100, terms: Partial<ClaimTerms> = {}) =>
    run(this.engine.claimWatches(this.account, limit, { ...TERMS, ...terms }));
  readonly settle = (lease: string, settlements: readonly Settlement[], silence?: SilenceReport) =>
    run(this.engine.settleWatches(this.account, lease, settlements, silence));
  readonly readWatches = (seen: readonly SeenWatch[]) => run(this.engine.readWatches(this.account, seen));
  /** One watch, if its version is higher. */
  readonly read = async (jobId: JobId, version = 0) =>
    (await this.readWatches([{ jobId, version }])).changed[0];
  readonly wake = (jobIds?: readonly JobId[]) => run(this.engine.wake(this.account, jobIds));
  readonly forget = (jobIds: readonly JobId[]) => run(this.engine.forget(this.account, jobIds));
  readonly addCreates = (creates: readonly NewCreate[]) => run(this.engine.addCreates(this.account, creates));
  readonly addFor = (service: string, watch: NewWatch) =>
    run(this.engine.addWatches(this.account, [watch], service));
  readonly addCreateFor = (service: string, create: Partial<NewCreate> = {}) =>
    run(this.engine.addCreates(this.account, [newCreate(create)], service));
  readonly addCreate = async (create: Partial<NewCreate> = {}) =>
    (await this.addCreates([newCreate(create)]))[0]!;
  readonly readCreates = (keys: readonly string[]) => run(this.engine.readCreates(this.account, keys));
  readonly claimCreate = (terms: Partial<ClaimTerms> = {}) =>
    run(this.engine.claimCreate(this.account, { ...TERMS, ...terms }));
  readonly settleCreate = (lease: string, settlement: CreateSettlement, silence?: SilenceReport) =>
    run(this.engine.settleCreate(this.account, 'key-1', lease, settlement, silence));
  readonly swap = (version: number, next: CircuitState) =>
    run(this.engine.swapCircuit(this.account, version, next));
  readonly readObserved = (cursor?: string) => run(this.engine.readObserved(this.account, cursor));
  readonly stats = () => run(this.engine.stats(this.account));
  readonly clean = (olderThanMs: number, limit: number) =>
    run(this.engine.clean(this.account, olderThanMs, limit));
  readonly advance = (ms: number) => this.#tested!.advance(ms);
}

export const run = <T>(answer$: Observable<T>): Promise<T> => firstValueFrom(answer$);

export const ERROR = {
  library: 'heygen-rx',
  name: 'TimeoutError',
  message: 'too late',
  jobId: 'a',
  cause: { code: 'x' },
};

/** As if it were 0. */
export function newWatch(jobId: JobId, fields: Partial<WatchState> = {}): NewWatch {
  const rules = { ...RULES, timeoutMs: 100 * HOUR };
  const context = { rules, now: 0, random: () => 0.5, canRetry: true };
  return { state: { ...initialState({ jobId, firstPoll: 'at-once' }, context), ...fields } };
}

/** Due a little later than others, in ms. */
export const dueIn = (ms: number): Partial<WatchState> => ({ nextPollAt: ms, notBeforeAt: ms });

export function newCreate(fields: Partial<NewCreate> = {}): NewCreate {
  return { key: 'key-1', request: { video: 'https://v' }, digest: 'digest', timeoutMs: 5 * HOUR, ...fields };
}

export const tryAgain = (fields: object): CreateSettlement =>
  ({ type: 'again', dueInMs: 0, attempts: NO_ATTEMPTS, ...fields }) as CreateSettlement;

export const unchanged = ({ terms: _, ...watch }: ClaimedWatch): Settlement => ({
  ...watch,
  hasChanged: false,
});

/** Answered, with the next poll at once. */
export function answered({ state }: ClaimedWatch, fields: Partial<WatchState> = {}): Settlement {
  return { state: { ...state, status: 'running', polls: state.polls + 1, ...fields }, hasChanged: true };
}

export function completed({ state }: ClaimedWatch): Settlement {
  const result = { videoUrl: 'https://v' };
  return {
    state: { ...state, status: 'completed', polls: state.polls + 1, result },
    hasChanged: true,
    end: {},
  };
}

export const failed = ({ state }: ClaimedWatch): Settlement => ({
  state,
  hasChanged: true,
  end: { error: ERROR },
});

export const idsOf = (watches: readonly ClaimedWatch[]): readonly JobId[] =>
  watches.map(({ state }) => state.jobId).sort();

export function sent<T>(claimed: Claim<T>): Extract<Claim<T>, { type: 'send' }> {
  if (claimed.type !== 'send') throw new Error(`not to be sent: ${JSON.stringify(claimed)}`);
  return claimed;
}

export function held<T>(claimed: Claim<T>): Exclude<Claim<T>, { type: 'wait' }> {
  if (claimed.type === 'wait') throw new Error(`nothing was taken: ${JSON.stringify(claimed)}`);
  return claimed;
}

export function waiting<T>(claimed: Claim<T>): Extract<Claim<T>, { type: 'wait' }> {
  if (claimed.type !== 'wait') throw new Error(`something was taken: ${JSON.stringify(claimed)}`);
  return claimed;
}
