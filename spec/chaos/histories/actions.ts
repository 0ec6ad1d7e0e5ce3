import type { JobId } from 'heygen-rx';
import { CLOCK_SET_BACK_MS, returnMs } from '../checks/time-checks.js';
import type { Action } from './history.js';
import type { OpenCalls } from './open-calls.js';
import { plannedCall, type Names } from './planned-call.js';
import type { ClientUnderTest, World } from './world.js';

type ClientAction = Exclude<Action, { readonly do: 'leave' | 'resubscribe' | 'sleep' | 'jump' }>;

/** Carries out what a history says. */
export class Actions implements Names {
  readonly #world: World;
  readonly #calls: OpenCalls;
  #tags = 0;

  constructor(world: World, calls: OpenCalls) {
    this.#world = world;
    this.#calls = calls;
  }

  do(action: Action): void {
    const world = this.#world;
    world.tell(() => `==> ${JSON.stringify(action)}`);
    switch (action.do) {
      case 'sleep':
      case 'jump':
        this.#disturb(action.do, action.ms);
        break;
      case 'resubscribe':
        this.#calls.subscribeAgain(action.which);
        break;
      case 'leave': {
        const call = world.calls[action.which % Math.max(1, world.calls.length)];
        if (call !== undefined) this.#calls.leave(call);
        break;
      }
      default:
        this.#doTo(world.clients[action.client % world.clients.length]!, action);
    }
  }

  resume(under: ClientUnderTest): void {
    if (!under.isPaused) return;
    under.isPaused = false;
    this.#excuse([under.index]);
    under.pausedSubject.next(false);
  }

  /** One index in twenty names a job that does not exist. */
  jobId(index: number): JobId {
    const { jobs } = this.#world.history;
    return index % 20 === 19 ? 'no-such-job' : `job-${(index % jobs.length) + 1}`;
  }

  jobIds(count: number): readonly JobId[] {
    return this.#world.history.jobs.slice(0, count).map((_, i) => `job-${i + 1}`);
  }

  newTags(count: number): readonly string[] {
    return Array.from({ length: count }, () => `create-${++this.#tags}`);
  }

  #doTo(under: ClientUnderTest, action: ClientAction): void {
    const { client, plan, wakeSubject, pausedSubject, breaker } = under;
    switch (action.do) {
      case 'wake':
        wakeSubject.next(action.job === undefined ? undefined : this.jobId(action.job));
        break;
      case 'pause':
        under.isPaused = true;
        pausedSubject.next(true);
        break;
      case 'resume':
        this.resume(under);
        break;
      case 'close':
        this.#calls.close(under);
        break;
      case 'isolate':
      case 'release':
        breaker.breaker[action.do]();
        break;
      default: {
        const { timeoutMs } = plan.polling;
        this.#calls.begin(plannedCall(action, client, this, { timeoutMs, emit: 'polls' }), under);
      }
    }
  }

  #disturb(what: 'sleep' | 'jump', ms: number): void {
    const world = this.#world;
    world.scheduler[what](ms);
    world.disturbedAt = world.now;
    if (what === 'jump') {
      if (ms > 0) world.setForwardMs += ms;
      else world.setBackAt = world.now;
    }
    if (what === 'sleep' || ms > 0) this.#excuse(world.clients.map(({ index }) => index));
    // A clock that was set back hides how long the machine has slept since.
    const hiddenMs = what === 'sleep' && world.setBackAt > -Infinity ? ms : 0;
    const lateMs = what === 'jump' && ms < 0 ? CLOCK_SET_BACK_MS : hiddenMs;
    for (const call of world.calls) call.excusedUntil = Math.max(call.excusedUntil, call.deadlineAt + lateMs);
  }

  /** Their watches have been away, and may poll once more. */
  #excuse(clients: readonly number[]): void {
    const { calls, clients: all, now, history } = this.#world;
    for (const call of calls.filter(({ client }) => clients.includes(client))) {
      call.excusedUntil = Math.max(call.excusedUntil, now + returnMs(all[call.client]!.plan, history.hintMs));
    }
  }
}
