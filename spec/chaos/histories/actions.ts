import type { Observable } from 'rxjs';
import type { BatchSnapshot, JobId, JobSnapshot, TranslationRequest } from 'heygen-rx';
import { wantsJob, type Call } from '../checks/call.js';
import type { CallChecks } from '../checks/call-checks.js';
import type { RequestChecks } from '../checks/request-checks.js';
import { CLOCK_SET_BACK_MS, returnMs } from '../checks/time-checks.js';
import type { Action, Reaction } from './history.js';
import type { ClientUnderTest, World } from './world.js';

type Stream = Observable<JobSnapshot | BatchSnapshot>;
type NewCall = Pick<Call, 'kind' | 'jobIds' | 'tags'> & { readonly own?: boolean };

/** Carries out what a history says. */
export class Actions {
  readonly #world: World;
  readonly #requests: RequestChecks;
  readonly #checks: CallChecks;
  /** Every stream that was made, to leave and to subscribe to again. */
  readonly #streams: { readonly stream$: Stream; readonly call: Call }[] = [];
  #tags = 0;
  #reaction: Reaction | undefined;

  constructor(world: World, requests: RequestChecks, checks: CallChecks) {
    this.#world = world;
    this.#requests = requests;
    this.#checks = checks;
    this.#reaction = world.history.reaction;
  }

  do(action: Action): void {
    const world = this.#world;
    world.tell(() => `==> ${JSON.stringify(action)}`);
    if (action.do === 'sleep' || action.do === 'jump') {
      this.#disturb(action.do, action.ms);
      return;
    }
    if (action.do === 'leave' || action.do === 'resubscribe') {
      this.#revisit(action.do, action.which);
      return;
    }
    const client = world.clients[action.client % world.clients.length]!;
    switch (action.do) {
      case 'wake':
        client.wakeSubject.next(action.job === undefined ? undefined : this.#jobId(action.job));
        break;
      case 'pause':
        client.isPaused = true;
        client.pausedSubject.next(true);
        break;
      case 'resume':
        this.resume(client);
        break;
      case 'close':
        this.close(client);
        break;
      case 'isolate':
        client.breaker.breaker.isolate();
        break;
      case 'release':
        client.breaker.breaker.release();
        break;
      default:
        this.#call(action, client);
    }
  }

  resume(client: ClientUnderTest): void {
    if (!client.isPaused) return;
    client.isPaused = false;
    this.#excuse([client.index]);
    client.pausedSubject.next(false);
  }

  close(client: ClientUnderTest): void {
    const world = this.#world;
    world.tell(() => `==> close client ${client.index + 1}`);
    client.isClosed = true;
    world.tearDown(() => client.client.close());
    for (const call of world.calls) {
      if (call.client === client.index && call.state === 'open' && call.abort === undefined && !call.isSettled) {
        world.violate('ends once', `${call.name}: open after its client was closed`);
      }
    }
  }

  leave(call: Call): void {
    if (call.state !== 'open') return;
    const world = this.#world;
    world.tell(() => `${call.name}: left`);
    call.state = 'left';
    call.endedAt = world.now;
    world.tearDown(() => {
      call.subscription?.unsubscribe();
      call.abort?.abort(new Error('left'));
    });
    this.#resetLogs(call);
  }

  #revisit(what: 'leave' | 'resubscribe', which: number): void {
    const { calls } = this.#world;
    if (what === 'leave') {
      const call = calls[which % Math.max(1, calls.length)];
      if (call !== undefined) this.leave(call);
      return;
    }
    const seen = this.#streams[which % Math.max(1, this.#streams.length)];
    if (seen !== undefined) this.#subscribe(seen.stream$, seen.call);
  }

  #disturb(what: 'sleep' | 'jump', ms: number): void {
    const world = this.#world;
    world.scheduler[what](ms);
    world.disturbedAt = world.now;
    if (what === 'sleep' || ms > 0) this.#excuse(world.clients.map(({ index }) => index));
    else {
      for (const call of world.calls) {
        call.excusedUntil = Math.max(call.excusedUntil, call.deadlineAt + CLOCK_SET_BACK_MS);
      }
    }
  }

  /** Their watches have been away, and may poll once more. */
  #excuse(clients: readonly number[]): void {
    const world = this.#world;
    for (const call of world.calls) {
      const { plan } = world.clients[call.client]!;
      if (clients.includes(call.client)) {
        call.excusedUntil = Math.max(call.excusedUntil, world.now + returnMs(plan, world.history.hintMs));
      }
    }
  }

  #call(action: Action, under: ClientUnderTest): void {
    const { client, plan } = under;
    const { timeoutMs } = plan.polling;
    const options = 'own' in action && action.own ? { timeoutMs, emit: 'polls' as const } : undefined;
    switch (action.do) {
      case 'watch': {
        const jobIds = [this.#jobId(action.job)];
        this.#stream(under, { kind: 'watch', jobIds, tags: [], own: action.own }, () =>
          client.watch(jobIds[0]!, options),
        );
        break;
      }
      case 'watchBatch': {
        const jobIds = this.#jobIds(action.jobs);
        this.#stream(under, { kind: 'watchBatch', jobIds, tags: [], own: action.own }, () =>
          client.watchBatch(jobIds, options),
        );
        break;
      }
      case 'translate': {
        const tags = this.#newTags(1);
        this.#stream(under, { kind: 'translate', jobIds: [], tags, own: action.own }, () =>
          client.translate({ title: tags[0]! }, options),
        );
        break;
      }
      case 'translateBatch': {
        const tags = this.#newTags(action.count);
        this.#stream(under, { kind: 'translateBatch', jobIds: [], tags }, () =>
          client.translateBatch(requestsOf(tags)),
        );
        break;
      }
      case 'getStatus': {
        const jobIds = [this.#jobId(action.job)];
        this.#promise(under, { kind: 'getStatus', jobIds, tags: [] }, signal =>
          client.getStatus(jobIds[0]!, { signal }),
        );
        break;
      }
      case 'waitForCompletion': {
        const jobIds = [this.#jobId(action.job)];
        this.#promise(under, { kind: 'waitForCompletion', jobIds, tags: [] }, signal =>
          client.waitForCompletion(jobIds[0]!, { signal }),
        );
        break;
      }
      case 'waitForBatchCompletion': {
        const jobIds = this.#jobIds(action.jobs);
        this.#promise(under, { kind: 'waitForBatchCompletion', jobIds, tags: [] }, signal =>
          client.waitForBatchCompletion(jobIds, { signal }),
        );
        break;
      }
      case 'createJob': {
        const tags = this.#newTags(1);
        this.#promise(under, { kind: 'createJob', jobIds: [], tags }, signal =>
          client.createJob({ title: tags[0]! }, { signal }),
        );
        break;
      }
      case 'createBatchJobs': {
        const tags = this.#newTags(action.count);
        this.#promise(under, { kind: 'createBatchJobs', jobIds: [], tags }, signal =>
          client.createBatchJobs(requestsOf(tags), { signal }),
        );
      }
    }
  }

  #stream(under: ClientUnderTest, given: NewCall, make: () => Stream): void {
    const call = this.#newCall(under, given);
    try {
      const stream$ = make();
      this.#streams.push({ stream$, call });
      this.#subscribe(stream$, call);
    } catch (thrown) {
      this.#world.violate('no uncaught exception', `${call.name}: ${String(thrown)}`);
    }
  }

  /** A subscription of its own, to a stream that others may be subscribed to. */
  #subscribe(stream$: Stream, like: Call): void {
    const call = this.#open(this.#newCall(this.#world.clients[like.client]!, like));
    const subscription = stream$.subscribe({
      next: value => {
        this.#checks.onNext(call, value);
        this.#react(call, stream$);
      },
      error: (error: unknown) => {
        this.#checks.onError(call, error);
        this.#resetLogs(call);
      },
      complete: () => {
        this.#checks.onComplete(call);
        this.#resetLogs(call);
      },
    });
    call.subscription = subscription;
    if (call.state === 'left') this.#world.tearDown(() => subscription.unsubscribe());
  }

  #react(call: Call, stream$: Stream): void {
    const reaction = this.#reaction;
    if (reaction === undefined || call.snapshots < reaction.atSnapshot) return;
    this.#reaction = undefined;
    this.#world.tell(() => `==> inside next: ${reaction.do}`);
    const client = this.#world.clients[call.client]!;
    if (reaction.do === 'leave') this.leave(call);
    else if (reaction.do === 'close') this.close(client);
    else if (reaction.do === 'wake') client.wakeSubject.next(undefined);
    else this.#subscribe(stream$, call);
  }

  #promise(
    under: ClientUnderTest,
    given: NewCall,
    make: (signal: AbortSignal) => Promise<unknown>,
  ): void {
    const abort = new AbortController();
    const call = this.#open({ ...this.#newCall(under, given), abort });
    const settled = (settle: () => void): void => {
      settle();
      this.#resetLogs(call);
    };
    try {
      make(abort.signal).then(
        value => settled(() => this.#checks.onValue(call, value)),
        (error: unknown) => settled(() => this.#checks.onError(call, error)),
      );
    } catch (thrown) {
      this.#world.violate('no uncaught exception', `${call.name}: ${String(thrown)}`);
    }
  }

  #newCall({ index, plan }: ClientUnderTest, { kind, jobIds, tags, own = false }: NewCall): Call {
    const { now, calls } = this.#world;
    const subject = tags.length > 0 ? tags.join(' ') : jobIds.join(' ');
    return {
      name: `#${calls.length + 1} ${kind} ${subject}${own ? ' (own options)' : ''} of client ${index + 1}`,
      client: index,
      kind,
      own,
      jobIds,
      tags,
      startedAt: now,
      deadlineAt: now + plan.polling.timeoutMs,
      excusedUntil: -Infinity,
      done: new Set(),
      state: 'open',
      isSettled: false,
      snapshots: 0,
    };
  }

  #open(call: Call): Call {
    const { calls, service } = this.#world;
    this.#world.tell(() => `${call.name}: begins`);
    for (const jobId of this.#jobsOf(call)) {
      const log = this.#requests.logOf(call.client, jobId);
      const isWatched = calls.some(one => one.client === call.client && wantsJob(one, jobId, service));
      if (isWatched) log.reset();
      else log.begin(call.deadlineAt);
    }
    calls.push(call);
    return call;
  }

  #resetLogs(call: Call): void {
    for (const jobId of this.#jobsOf(call)) this.#requests.logOf(call.client, jobId).reset();
  }

  #jobsOf({ jobIds, tags }: Call): readonly JobId[] {
    return [...jobIds, ...tags.flatMap(tag => this.#world.service.madeFor(tag).map(({ jobId }) => jobId))];
  }

  /** One index in twenty names a job that does not exist. */
  #jobId(index: number): JobId {
    const { jobs } = this.#world.history;
    return index % 20 === 19 ? 'no-such-job' : `job-${(index % jobs.length) + 1}`;
  }

  #jobIds(count: number): readonly JobId[] {
    return this.#world.history.jobs.slice(0, count).map((_, i) => `job-${i + 1}`);
  }

  #newTags(count: number): readonly string[] {
    return Array.from({ length: count }, () => `create-${++this.#tags}`);
  }
}

const requestsOf = (tags: readonly string[]): readonly TranslationRequest[] => tags.map(title => ({ title }));

