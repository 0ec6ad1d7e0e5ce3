import { Subject, Subscription, takeUntil } from 'rxjs';
import type { JobId } from 'heygen-rx';
import { wantsJob, type Call } from '../checks/call.js';
import type { CallChecks } from '../checks/call-checks.js';
import type { RequestChecks } from '../checks/request-checks.js';
import type { Reaction } from './history.js';
import type { PlannedCall, Stream } from './planned-call.js';
import type { ClientUnderTest, World } from './world.js';

type About = Pick<Call, 'kind' | 'jobIds' | 'tags' | 'own'>;

/** Makes calls, listens to them, and ends them. */
export class OpenCalls {
  readonly #world: World;
  readonly #requests: RequestChecks;
  readonly #checks: CallChecks;
  /** Every stream that was made, to subscribe to again. */
  readonly #streams: { readonly stream$: Stream; readonly under: ClientUnderTest; readonly about: About }[] =
    [];
  #reaction: Reaction | undefined;

  constructor(world: World, requests: RequestChecks, checks: CallChecks) {
    this.#world = world;
    this.#requests = requests;
    this.#checks = checks;
    this.#reaction = world.history.reaction;
  }

  begin({ make, ...about }: PlannedCall, under: ClientUnderTest): void {
    try {
      if ('promise' in make) this.#await(make.promise, about, under);
      else {
        const stream = { stream$: make.stream(), about, under };
        this.#streams.push(stream);
        this.#subscribe(stream.stream$, about, under);
      }
    } catch (thrown) {
      this.#world.violate('no uncaught exception', `${about.kind}: ${String(thrown)}`);
    }
  }

  subscribeAgain(which: number): void {
    const seen = this.#streams[which % Math.max(1, this.#streams.length)];
    if (seen !== undefined) this.#subscribe(seen.stream$, seen.about, seen.under);
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
    this.#allowPolls(call);
  }

  close(under: ClientUnderTest): void {
    const world = this.#world;
    world.tell(() => `==> close client ${under.index + 1}`);
    under.isClosed = true;
    world.tearDown(() => under.client.close());
  }

  #subscribe(stream$: Stream, about: About, under: ClientUnderTest): void {
    const call = this.#open(about, under);
    // Leaves even while `subscribe` has not returned, as `take` does.
    const leftSubject = new Subject<void>();
    call.subscription = new Subscription(() => leftSubject.next());
    stream$.pipe(takeUntil(leftSubject)).subscribe({
      next: value => {
        this.#checks.onNext(call, value);
        this.#react(call, () => this.#subscribe(stream$, about, under), under);
      },
      error: (error: unknown) => {
        this.#checks.onError(call, error);
        this.#allowPolls(call);
      },
      complete: () => {
        if (isLeft(call)) return;
        this.#checks.onComplete(call);
        this.#allowPolls(call);
      },
    });
  }

  #react(call: Call, subscribeAgain: () => void, under: ClientUnderTest): void {
    const reaction = this.#reaction;
    if (reaction === undefined || call.snapshots < reaction.atSnapshot) return;
    this.#reaction = undefined;
    this.#world.tell(() => `==> inside next: ${reaction.do}`);
    switch (reaction.do) {
      case 'leave':
        this.leave(call);
        break;
      case 'close':
        this.close(under);
        break;
      case 'wake':
        under.wakeSubject.next(undefined);
        break;
      case 'subscribe again':
        subscribeAgain();
    }
  }

  #await(make: (signal: AbortSignal) => Promise<unknown>, about: About, under: ClientUnderTest): void {
    const abort = new AbortController();
    const call = this.#open(about, under);
    call.abort = abort;
    make(abort.signal).then(
      value => {
        this.#checks.onValue(call, value);
        this.#allowPolls(call);
      },
      (error: unknown) => {
        this.#checks.onError(call, error);
        this.#allowPolls(call);
      },
    );
  }

  #open({ kind, jobIds, tags, own }: About, { index, plan }: ClientUnderTest): Call {
    const { now, calls, service } = this.#world;
    const subject = [...jobIds, ...tags].join(' ');
    // A call that joins a watch that is back from a pause or a sleep ends with it.
    const joined = calls.filter(one => one.client === index && jobIds.some(id => wantsJob(one, id, service)));
    const call: Call = {
      name: `#${calls.length + 1} ${kind} ${subject}${own ? ' (own options)' : ''} of client ${index + 1}`,
      client: index,
      kind,
      own,
      jobIds,
      tags,
      startedAt: now,
      deadlineAt: now + plan.polling.timeoutMs,
      excusedUntil: Math.max(-Infinity, ...joined.map(one => one.excusedUntil)),
      done: new Set(),
      state: 'open',
      isSettled: false,
      snapshots: 0,
    };
    this.#world.tell(() => `${call.name}: begins`);
    for (const jobId of this.#jobsOf(call)) {
      const log = this.#requests.logOf(index, jobId);
      const isWatched = calls.some(one => one.client === index && wantsJob(one, jobId, service));
      if (isWatched) {
        log.allowPoll();
        log.isMixed = true;
      } else log.begin(call.deadlineAt);
    }
    calls.push(call);
    return call;
  }

  /** A call that joins or ends may change when a job is polled next. */
  #allowPolls(call: Call): void {
    for (const jobId of this.#jobsOf(call)) this.#requests.logOf(call.client, jobId).allowPoll();
  }

  #jobsOf({ jobIds, tags }: Call): readonly JobId[] {
    return [...jobIds, ...tags.flatMap(tag => this.#world.service.madeFor(tag).map(({ jobId }) => jobId))];
  }
}

const isLeft = ({ state }: Call): boolean => state === 'left';
