import { defer, finalize, Subject } from 'rxjs';
import { CircuitBreaker, TranslationClient, type CircuitStateName } from 'heygen-rx';
import type { Call } from '../checks/call.js';
import type { Rule, Violation } from '../checks/violation.js';
import { seeded } from '../../../bench/schedules/random.js';
import { LATEST_MS, VirtualScheduler } from '../scheduler/virtual-scheduler.js';
import { chaosTransport, type SentRequest, type ServiceLine } from '../transport/chaos-transport.js';
import { rowOf } from '../transport/fates.js';
import { Service } from '../transport/service.js';
import type { ClientPlan, History } from './history.js';

/** A breaker, and what the harness sees of it. */
export interface WatchedBreaker {
  readonly breaker: CircuitBreaker;
  /** The request that a half-open circuit has let through and that has not ended. */
  probe: SentRequest | undefined;
  /** Subscriptions of clients to its streams. */
  listeners: number;
}

/** A client, and what has been done to it. */
export interface ClientUnderTest {
  readonly index: number;
  readonly plan: ClientPlan;
  readonly client: TranslationClient;
  readonly breaker: WatchedBreaker;
  readonly wakeSubject: Subject<string | undefined>;
  readonly pausedSubject: Subject<boolean>;
  isPaused: boolean;
  isClosed: boolean;
}

export interface RequestListener {
  onStart(request: SentRequest): void;
  onEnd(request: SentRequest): void;
}

/** Everything that one history plays in. */
export class World {
  readonly scheduler: VirtualScheduler;
  readonly service: Service;
  readonly clients: readonly ClientUnderTest[];
  readonly calls: Call[] = [];
  readonly violations: Violation[] = [];
  readonly trace: string[] = [];
  /** More than 0 inside `unsubscribe`, `abort` and `close`. */
  teardowns = 0;
  /** When the clock was last set, or the machine slept. */
  disturbedAt = -Infinity;
  /** How far the clock was set forward: deadlines may come so much sooner. */
  setForwardMs = 0;
  /** When the clock was last set back. */
  setBackAt = -Infinity;
  requests = 0;

  constructor(
    readonly history: History,
    readonly isTracing: boolean,
  ) {
    const { timers, seed, jobs, sharesBreaker } = history;
    const random = seeded(seed);
    this.scheduler = new VirtualScheduler(timers, seeded(seed + 1));
    this.service = new Service(jobs);
    let shared: WatchedBreaker | undefined;
    this.clients = history.clients.map((plan, index) => {
      const breaker = (sharesBreaker ? shared : undefined) ?? watchedBreaker(plan, this.scheduler, random);
      shared ??= breaker;
      return this.#client(index, plan, breaker, random);
    });
  }

  /** Set before the first request. */
  listener: RequestListener = { onStart: () => undefined, onEnd: () => undefined };

  get now(): number {
    return this.scheduler.steadyNow;
  }

  /** How late something may be that happens on time. */
  get slackMs(): number {
    return this.history.timers === 'late' ? 10 * LATEST_MS : 5;
  }

  violate(rule: Rule, detail: string): void {
    // Whatever follows an uncaught exception says nothing.
    if (this.isBroken) return;
    this.tell(() => `!!! ${rule}: ${detail}`);
    if (this.violations.some(violation => violation.rule === rule)) return;
    this.violations.push({ rule, detail, at: this.now });
  }

  get isBroken(): boolean {
    return this.violations.at(-1)?.rule === 'no uncaught exception';
  }

  tell(line: () => string): void {
    if (this.isTracing) this.trace.push(`${this.now.toFixed(0).padStart(7)} ms  ${line()}`);
  }

  /** Runs what must start nothing. */
  tearDown(work: () => void): void {
    this.teardowns++;
    try {
      work();
    } catch (thrown) {
      this.violate('no uncaught exception', String(thrown));
    } finally {
      this.teardowns--;
    }
  }

  #client(index: number, plan: ClientPlan, breaker: WatchedBreaker, random: () => number): ClientUnderTest {
    const { bulkLimit, ...options } = plan;
    const wakeSubject = new Subject<string | undefined>();
    const pausedSubject = new Subject<boolean>();
    const client = new TranslationClient({
      ...options,
      transport: chaosTransport(this.#line(), index, bulkLimit),
      circuitBreaker: breaker.breaker,
      scheduler: this.scheduler,
      random,
      wake$: wakeSubject,
      paused$: pausedSubject,
    });
    return { index, plan, client, breaker, wakeSubject, pausedSubject, isPaused: false, isClosed: false };
  }

  #line(): ServiceLine {
    const { fates, latencyMs, hintMs, recoversAtMs = Infinity } = this.history;
    return {
      service: this.service,
      scheduler: this.scheduler,
      latencyMs,
      hintMs,
      nextFate: () => (this.now >= recoversAtMs ? 'ok' : fates[this.requests % fates.length]!),
      onStart: request => {
        this.requests++;
        this.tell(() => `-> ${shown(request)}: ${request.fate}`);
        this.listener.onStart(request);
      },
      onEnd: request => {
        this.tell(() => `<- ${shown(request)}: ${request.end ?? ''} (${rowOf(request.fate).meaning})`);
        this.listener.onEnd(request);
      },
    };
  }
}

export function shown({ client, kind, jobIds, tag = '' }: SentRequest): string {
  return `client ${client + 1} ${kind} ${jobIds.join(' ')}${tag}`;
}

function watchedBreaker(plan: ClientPlan, scheduler: VirtualScheduler, random: () => number): WatchedBreaker {
  const { requestTimeoutMs: probeTimeoutMs } = plan;
  const breaker = new CircuitBreaker({ ...plan.circuitBreaker, probeTimeoutMs, scheduler, random });
  const watched: WatchedBreaker = { breaker, probe: undefined, listeners: 0 };
  breaker.state$.subscribe(({ state }: { readonly state: CircuitStateName }) => {
    if (state !== 'half-open') watched.probe = undefined;
  });
  const { transition$ } = breaker;
  const counted$ = defer(() => {
    watched.listeners++;
    return transition$.pipe(finalize(() => watched.listeners--));
  });
  Object.assign(breaker, { transition$: counted$ });
  return watched;
}
