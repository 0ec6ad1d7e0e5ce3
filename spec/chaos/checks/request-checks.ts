import { isRetryableError, isServerError, isRateLimitError, type JobId } from 'heygen-rx';
import { shown, type ClientUnderTest, type RequestListener, type World } from '../histories/world.js';
import type { SentRequest } from '../transport/chaos-transport.js';
import { wantsCreate, wantsJob } from './call.js';
import { PollLog } from './poll-log.js';
import { CLOCK_SET_BACK_MS } from './time-checks.js';

/** The service may silence a whole client for so long, in ms; afterwards a probe goes. */
const LONGEST_SILENCE_MS = 60_000;
/** Requests at one instant that only a loop makes. */
const LOOP = 2000;

/** What is known of the requests of one client. */
interface ClientLog {
  /** Steady ms of the latest starts. */
  readonly starts: number[];
  open: number;
  readonly silentUntil: Record<'create' | 'poll', number>;
}

/** Checks every request when it starts, and remembers what the next one must heed. */
export class RequestChecks implements RequestListener {
  readonly #world: World;
  readonly #clients: readonly ClientLog[];
  readonly #jobs = new Map<string, PollLog>();
  #loop = { at: -1, count: 0 };

  constructor(world: World) {
    this.#world = world;
    this.#clients = world.clients.map(() => ({
      starts: [],
      open: 0,
      silentUntil: { create: -Infinity, poll: -Infinity },
    }));
  }

  get open(): number {
    return this.#clients.reduce((sum, { open }) => sum + open, 0);
  }

  logOf(client: number, jobId: JobId): PollLog {
    const name = `${client} ${jobId}`;
    let log = this.#jobs.get(name);
    if (log === undefined) this.#jobs.set(name, (log = new PollLog()));
    return log;
  }

  onStart(request: SentRequest): void {
    const client = this.#world.clients[request.client]!;
    const log = this.#clients[request.client]!;
    this.#checkLoop();
    this.#checkLimits(request, client, log);
    this.#checkWanted(request, client);
    this.#checkBreaker(request, client);
    this.#checkSilence(request, log);
    log.starts.push(request.startedAt);
    log.open++;
    if (request.kind === 'create') return;
    this.#checkBulk(request, client);
    for (const jobId of request.jobIds) this.#checkPoll(jobId, request, client);
  }

  onEnd(request: SentRequest): void {
    const client = this.#world.clients[request.client]!;
    const log = this.#clients[request.client]!;
    log.open--;
    if (client.breaker.probe === request) client.breaker.probe = undefined;
    const lane = laneOf(request);
    const hintMs = hintOf(request.error);
    if (request.end === 'answered' && request.meaning === 'report') {
      log.silentUntil.create = log.silentUntil.poll = -Infinity;
    } else if (hintMs !== undefined) {
      log.silentUntil[lane] = Math.max(
        log.silentUntil[lane],
        this.#world.now + Math.min(hintMs, LONGEST_SILENCE_MS),
      );
    }
    if (request.kind === 'create') return;
    for (const jobId of request.jobIds) {
      this.logOf(request.client, jobId).ended(request, jobId, hintMs, this.#world.now);
    }
  }

  /** After each step: a request that makes room for another one ends with it. */
  checkOpen(): void {
    this.#world.clients.forEach(({ plan: { maxConcurrentRequests } }, i) => {
      const { open } = this.#clients[i]!;
      if (open <= maxConcurrentRequests) return;
      this.#world.violate('concurrency', `${open} at once, ${maxConcurrentRequests} allowed`);
    });
  }

  #checkLoop(): void {
    const { now } = this.#world;
    this.#loop = this.#loop.at === now ? { at: now, count: this.#loop.count + 1 } : { at: now, count: 1 };
    if (this.#loop.count > LOOP) throw new Error(`${LOOP} requests at one instant`);
  }

  #checkLimits(request: SentRequest, { plan, isClosed }: ClientUnderTest, { starts }: ClientLog): void {
    const world = this.#world;
    if (isClosed) world.violate('nothing after close', shown(request));
    if (world.teardowns > 0) world.violate('nothing during teardown', shown(request));
    const since = world.now - 999;
    while (starts[0] !== undefined && starts[0] <= since) starts.shift();
    // What a clock that was set back has lost, it regains with the next timer: a second is shorter then.
    const isUndisturbed = world.disturbedAt < since && world.now > world.setBackAt + CLOCK_SET_BACK_MS;
    if (starts.length >= plan.maxRequestsPerSecond && isUndisturbed) {
      world.violate('rate', `${starts.length + 1} in a second, ${plan.maxRequestsPerSecond} allowed`);
    }
  }

  #checkWanted(request: SentRequest, { index }: ClientUnderTest): void {
    const { calls, service } = this.#world;
    const isWanted = (test: (call: (typeof calls)[number]) => boolean): boolean =>
      calls.some(call => call.client === index && test(call));
    const unwanted =
      request.kind === 'create'
        ? !isWanted(call => wantsCreate(call, request.tag ?? '?'))
        : request.jobIds.find(jobId => !isWanted(call => wantsJob(call, jobId, service)));
    if (unwanted !== undefined && unwanted !== false) {
      this.#world.violate('nothing after unsubscribe', `${shown(request)}, which nobody wants (${unwanted})`);
    }
  }

  #checkBreaker(request: SentRequest, { breaker }: ClientUnderTest): void {
    const { state } = breaker.breaker;
    if (state === 'open' || state === 'isolated') {
      this.#world.violate('open circuit', `${shown(request)} while ${state}`);
    }
    if (state !== 'half-open') return;
    if (breaker.probe !== undefined) {
      this.#world.violate('open circuit', `${shown(request)} beside the probe ${shown(breaker.probe)}`);
    }
    breaker.probe = request;
  }

  #checkSilence(request: SentRequest, { silentUntil }: ClientLog): void {
    const lane = laneOf(request);
    const leftMs = silentUntil[lane] - this.#world.now;
    if (leftMs > 1 && this.#world.disturbedAt < request.startedAt - LONGEST_SILENCE_MS) {
      this.#world.violate('silence', `${shown(request)}, ${leftMs.toFixed(0)} ms too soon`);
    }
  }

  #checkBulk({ kind, jobIds }: SentRequest, { plan }: ClientUnderTest): void {
    if (kind !== 'statuses') return;
    if (jobIds.length === 0 || jobIds.length > plan.bulkLimit || new Set(jobIds).size < jobIds.length) {
      this.#world.violate(
        'bulk size',
        `${jobIds.length} ids, at most ${plan.bulkLimit}: ${jobIds.join(' ')}`,
      );
    }
  }

  #checkPoll(jobId: JobId, request: SentRequest, { index, plan }: ClientUnderTest): void {
    const world = this.#world;
    const log = this.logOf(index, jobId);
    const watching = world.calls.filter(
      call => call.client === index && wantsJob(call, jobId, world.service),
    );
    const ownPolls = watching.filter(call => call.own || call.kind === 'getStatus').length;
    const pollers = ownPolls + (watching.length > ownPolls ? 1 : 0);
    if (log.inFlight >= Math.max(1, pollers)) {
      world.violate(
        'one poll in flight',
        `${log.inFlight + 1} requests for ${jobId}, ${pollers} independent`,
      );
    }
    // A clock that is set back while a poll is in flight hides how long that took.
    const isUndisturbed = world.disturbedAt < log.startedAt;
    // The watch of a job that it created has its deadline from its call.
    const deadlineAt = Math.min(log.deadlineAt, ...watching.map(call => call.deadlineAt));
    // One that joined a watch ends with it, and the call that began it may have left.
    const joinedLate = world.calls.some(
      call =>
        call.client === index &&
        call.deadlineAt <= world.now &&
        world.now < call.deadlineAt + plan.requestTimeoutMs,
    );
    const isLast = joinedLate || world.now >= deadlineAt - world.slackMs - world.setForwardMs;
    const tooSoonMs = log.soonestNext(plan.minIntervalMs) - request.startedAt;
    if (pollers === 1 && !log.isMixed && isUndisturbed && !isLast && tooSoonMs > 1) {
      world.violate('minimum interval', `${shown(request)}: ${jobId} ${tooSoonMs.toFixed(0)} ms too soon`);
    }
    log.started();
  }
}

const laneOf = ({ kind }: SentRequest): 'create' | 'poll' => (kind === 'create' ? 'create' : 'poll');

/** A time that the service has named, for all requests of a lane. */
export function hintOf(error: unknown): number | undefined {
  const isHint = isRateLimitError(error) || (isServerError(error) && isRetryableError(error));
  const hintMs = isHint ? error.retryAfterMs : undefined;
  return hintMs !== undefined && Number.isFinite(hintMs) && hintMs >= 0 ? hintMs : undefined;
}
