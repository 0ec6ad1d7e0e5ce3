import { CallChecks } from '../checks/call-checks.js';
import { checkLetGo, checkNothingLeft, checkNothingPending } from '../checks/end-checks.js';
import { RequestChecks } from '../checks/request-checks.js';
import { checkRecovered, TimeChecks } from '../checks/time-checks.js';
import type { Violation } from '../checks/violation.js';
import { Actions } from './actions.js';
import { OpenCalls } from './open-calls.js';
import { RECOVERY_MS, type History } from './history.js';
import { withoutPlatformTimers } from './platform-timers.js';
import { World } from './world.js';

export interface HistoryResult {
  readonly violations: readonly Violation[];
  readonly requests: number;
  readonly trace: readonly string[];
}

/** Paused clients resume so long after the last action, in ms, so that what happens then is seen too. */
const RESUME_MS = 3000;
/** No history lasts longer, in virtual ms. */
const LONGEST_MS = 400_000;
/** Continuations between a response and the promise that waits for it. */
const MICROTASKS = 12;

/** Plays a history and tells which promises it broke. */
export async function runHistory(history: History, isTracing = false): Promise<HistoryResult> {
  const world = new World(history, isTracing);
  const requests = new RequestChecks(world);
  world.listener = requests;
  const run = new Run(world, requests);
  const restore = withoutPlatformTimers(world);
  const { stackTraceLimit } = Error;
  // Stacks are a fifth of the time, and only a reader wants them.
  if (!isTracing) Error.stackTraceLimit = 0;
  try {
    await run.play();
  } catch (thrown) {
    world.violate(
      'no uncaught exception',
      thrown instanceof Error ? (thrown.stack ?? thrown.message).slice(0, 400) : String(thrown),
    );
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    restore();
  }
  return { violations: world.violations, requests: world.requests, trace: world.trace };
}

class Run {
  readonly #world: World;
  readonly #requests: RequestChecks;
  readonly #time: TimeChecks;
  readonly #calls: OpenCalls;
  readonly #actions: Actions;

  constructor(world: World, requests: RequestChecks) {
    this.#world = world;
    this.#requests = requests;
    this.#time = new TimeChecks(world);
    this.#calls = new OpenCalls(world, requests, new CallChecks(world, requests));
    this.#actions = new Actions(world, this.#calls);
  }

  async play(): Promise<void> {
    const world = this.#world;
    const { actions, recoversAtMs } = world.history;
    let at = 0;
    for (const { afterMs, action } of actions) {
      at = Math.max(at, world.now) + afterMs;
      await this.#runUntil(at);
      this.#actions.do(action);
      await this.#settle();
      this.#time.check();
    }
    if (recoversAtMs === undefined) await this.#runUntil(at + RESUME_MS);
    else await this.#runUntil(recoversAtMs);
    for (const client of world.clients) this.#actions.resume(client);
    if (recoversAtMs === undefined) await this.#runUntil(LONGEST_MS);
    else {
      for (const { breaker } of world.clients) breaker.breaker.release();
      await this.#runUntil(recoversAtMs + RECOVERY_MS + world.slackMs + this.#queueMs);
      checkRecovered(world);
    }
    await this.#finish();
  }

  /** How long the rate alone makes the polls of all that are open wait. */
  get #queueMs(): number {
    const { calls, clients } = this.#world;
    const waits = clients.map(({ index, plan }) => {
      const open = calls.filter(call => call.client === index && call.state === 'open');
      const polls = open.reduce((count, { jobIds, tags }) => count + jobIds.length + tags.length, 0);
      return (1000 * polls) / plan.maxRequestsPerSecond;
    });
    return Math.max(0, ...waits);
  }

  async #finish(): Promise<void> {
    const world = this.#world;
    for (const call of world.calls) this.#calls.leave(call);
    await this.#settle();
    checkNothingLeft(world, this.#requests);
    for (const client of world.clients) if (!client.isClosed) this.#calls.close(client);
    await this.#settle();
    checkLetGo(world);
  }

  /** Fires timers in order until `until`, or until nobody waits for anything. */
  async #runUntil(until: number): Promise<void> {
    const { scheduler, calls } = this.#world;
    while (scheduler.nextAt <= until && !this.#world.isBroken) {
      if (calls.length > 0 && calls.every(({ state }) => state !== 'open')) {
        if (scheduler.pending === 0) break;
        checkNothingPending(this.#world);
      }
      try {
        scheduler.step();
      } catch (thrown) {
        this.#world.violate(
          'no uncaught exception',
          thrown instanceof Error ? (thrown.stack ?? thrown.message).slice(0, 600) : String(thrown),
        );
      }
      await this.#settle();
      this.#time.check();
      this.#requests.checkOpen();
      if (scheduler.brokenDelays.length > 0) {
        this.#world.violate('virtual time', `a timer of ${scheduler.brokenDelays.join(', ')} ms`);
      }
    }
    if (until < LONGEST_MS) scheduler.advanceTo(until);
  }

  /** Lets promises settle. */
  async #settle(): Promise<void> {
    if (
      !this.#world.calls.some(
        ({ abort, value, error }) => abort && value === undefined && error === undefined,
      )
    )
      return;
    for (let i = 0; i < MICROTASKS; i++) await Promise.resolve();
  }
}
