import type { World } from '../histories/world.js';
import { RECOVERY_MS, type ClientPlan } from '../histories/history.js';
import { LATEST_MS } from '../scheduler/virtual-scheduler.js';
import { isBatch, isCreate, isPromise, type Call } from './call.js';

/** Room for queues, slots and spreading, in ms. */
const QUEUES_MS = 60_000;
/** A clock that is put back costs what passed since it was last read: at most the longest wait of a client that does nothing else. */
export const CLOCK_SET_BACK_MS = 20_000;

/** How long all attempts of one request may take, waits between them included. */
export function attemptsMs(plan: ClientPlan, limitMs: number, hintMs: number): number {
  return plan.retry.maxAttempts * (limitMs + plan.retry.maxDelayMs * 1.2 + hintMs);
}

/** After a pause or a sleep, a watch polls once, with the usual attempts. */
export function returnMs(plan: ClientPlan, hintMs: number): number {
  return attemptsMs(plan, plan.requestTimeoutMs, hintMs) + 5000;
}

/** After each step: is anything open that should have ended? */
export class TimeChecks {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  check(): void {
    for (const call of this.#world.calls) if (call.state === 'open') this.#checkCall(call);
  }

  #checkCall(call: Call): void {
    const world = this.#world;
    const client = world.clients[call.client]!;
    // Not inside `close`, which somebody may call while the last snapshot is on its way to others. Promises settle a little later.
    if (client.isClosed && !isPromise(call))
      world.violate('ends once', `${call.name}: open after its client was closed`);
    if (client.isPaused) return;
    const overdueMs = world.now - this.#endOf(call);
    if (overdueMs <= 0) return;
    const rule = isCreate(call) || call.kind === 'getStatus' ? 'one-shots end' : 'deadline';
    world.violate(rule, `${call.name}: open ${overdueMs.toFixed(0)} ms after it should have ended`);
  }

  #endOf(call: Call): number {
    const { history, slackMs } = this.#world;
    const { plan } = this.#world.clients[call.client]!;
    const { requestTimeoutMs, createTimeoutMs, polling } = plan;
    // While the machine slept nothing could end.
    const from = Math.max(call.startedAt, this.#world.disturbedAt);
    if (call.kind === 'getStatus') {
      return from + attemptsMs(plan, requestTimeoutMs, history.hintMs) + QUEUES_MS;
    }
    if (isCreate(call)) {
      const each = attemptsMs(plan, createTimeoutMs, history.hintMs);
      return from + call.tags.length * each + QUEUES_MS;
    }
    const createsMs = isBatch(call) && call.tags.length > 0 ? polling.timeoutMs : 0;
    return Math.max(call.deadlineAt, call.excusedUntil) + requestTimeoutMs + createsMs + slackMs;
  }
}

/** At `RECOVERY_MS` after the last fault. */
export function checkRecovered(world: World): void {
  for (const call of world.calls) {
    if (call.state === 'open') {
      world.violate(
        'recovery',
        `${call.name}: still open ${RECOVERY_MS + LATEST_MS} ms after the last fault`,
      );
    }
  }
}
