// Faults planted in the library, to see that the harness finds them. Each is one edit; when its place has changed, planting it fails loudly.

export interface Mutant {
  readonly name: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
}

const limiter = 'lib/stream/limiter/request-limiter.ts';
const rate = 'lib/stream/limiter/rate-window.ts';
const breaker = 'lib/stream/breaker/turn-queue.ts';
const circuit = 'lib/policy/circuit/circuit.ts';

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'starvation: a queue that waits alone gets no timer',
    file: limiter,
    find: 'if (this.#isIdle || at === Infinity) this.#timers.cancel(this.#timer);',
    replace:
      'if (this.#queues.create.waiting.size * this.#queues.poll.waiting.size === 0) this.#timers.cancel(this.#timer);',
  },
  {
    name: 'starvation: only the first goes on when the circuit closes',
    file: breaker,
    find: 'for (const subscriber of this.#waiting) {',
    replace: 'for (const subscriber of [...this.#waiting].slice(0, 1)) {',
  },
  {
    name: 'the rate is not kept',
    file: rate,
    find: 'return oldest === undefined ? -Infinity : oldest + 1000;',
    replace: 'return oldest === undefined ? -Infinity : oldest + 500;',
  },
  {
    name: 'one request too many at once',
    file: limiter,
    find: 'poll.running >= this.#limits.maxConcurrentRequests',
    replace: 'poll.running > this.#limits.maxConcurrentRequests',
  },
  {
    name: 'nobody heeds a silence',
    file: limiter,
    find: 'Math.max(mayStartAt(queue.silence, now), this.#rate.freeAt)',
    replace: 'Math.max(Math.min(mayStartAt(queue.silence, now), now), this.#rate.freeAt)',
  },
  {
    name: 'a half-open circuit lets everybody through',
    file: circuit,
    find: 'if (state.probeUntil === undefined) return {',
    replace: 'if (state.probeUntil !== 0) return {',
  },
  {
    name: 'a settled job is polled on',
    file: 'lib/stream/watch/watch-job.ts',
    find: "next.type === 'settled' ? EMPTY : poll$",
    replace: "next.type === 'settled' && Math.min(1) === 0 ? EMPTY : poll$",
  },
  {
    name: 'each attempt of a create has a key of its own',
    file: 'lib/stream/create/send-create.ts',
    find: 'transport.create(request, key)',
    replace: 'transport.create(request, `${key}-${gate.timers.now()}`)',
  },
];
