import { catchError, defer, EMPTY, map, merge, Observable, repeat, share, switchMap, tap } from 'rxjs';
import { errorFromJson } from '../../model/error-json.js';
import type { ClientEvent } from '../../model/events.js';
import type { JobId } from '../../model/job.js';
import { answerEvents } from '../../policy/watch/answer-events.js';
import { ended } from '../../policy/watch/timeout.js';
import { longTimer } from '../../stream/time/long-timer.js';
import type { CreateStatus, NewCreate } from '../engine/creates.js';
import type { DurableEngine, Hint } from '../engine/engine.js';
import type { NewWatch, WatchChange } from '../engine/watches.js';
import type { EngineCallDeps } from '../engine-calls.js';
import { BatchedCalls } from './batched-calls.js';
import { isPolledSince } from './is-polled-since.js';
import { UpdateFeed, type UpdateSource } from './update-feed.js';

/** Update of a watch, or that there is no such watch. */
export type WatchUpdate = WatchChange | 'missing';

/** What a client's link to an engine depends on. */
export interface EngineUpdatesDeps extends EngineCallDeps {
  readonly engine: DurableEngine;
  readonly account: string;
  /** All that is followed is read so often, in ms, whatever the hints say. */
  readonly readEveryMs: number;
  readonly emit: (event: ClientEvent) => void;
}

/** A client's link to its engine: adds watches and creates, and follows them. One subscription of the engine's hints serves all. */
export class EngineUpdates {
  readonly #addWatches: BatchedCalls<NewWatch, unknown>;
  readonly #addCreates: BatchedCalls<NewCreate, readonly CreateStatus[]>;
  readonly #watches: UpdateFeed<WatchUpdate>;
  readonly #creates: UpdateFeed<CreateStatus>;
  /** Open as long as somebody follows something. */
  readonly #hints$: Observable<unknown>;

  constructor(deps: EngineUpdatesDeps) {
    const { engine, account, readEveryMs, scheduler, emit } = deps;
    this.#addWatches = new BatchedCalls(watches => engine.addWatches(account, watches), deps);
    this.#addCreates = new BatchedCalls(creates => engine.addCreates(account, creates), deps);
    this.#watches = new UpdateFeed<WatchUpdate>(
      {
        read(known) {
          return readWatches(deps, known);
        },
        onUpdate(update, before) {
          eventsOf(update, before).forEach(emit);
        },
      } satisfies UpdateSource<WatchUpdate>,
      deps,
    );
    this.#creates = new UpdateFeed<CreateStatus>(
      {
        read(known) {
          const read$ = engine.readCreates(account, [...known.keys()]);
          return read$.pipe(map(update => new Map(update.map(each => [each.key, each]))));
        },
        onUpdate: () => undefined,
      } satisfies UpdateSource<CreateStatus>,
      deps,
    );
    this.#hints$ = merge(
      defer(() => engine.hint$(account)).pipe(
        tap(hint => this.#heed(hint)),
        // Without hints, the engine is read now and then.
        catchError(() => EMPTY),
      ),
      longTimer(readEveryMs, scheduler).pipe(
        tap(() => this.#heed({ type: 'all' })),
        repeat(),
      ),
    ).pipe(share());
  }

  /**
   * Adds a watch and follows it.
   *
   * *Emits* its state and every change. Never *completes*. *Errors* only if the engine refuses it. *On unsubscribe* follows it no more; the watch goes on.
   */
  watch(watch: NewWatch): Observable<WatchUpdate> {
    const { jobId } = watch.state;
    const update$ = this.#addWatches.add(watch).pipe(switchMap(() => this.#watches.follow(jobId)));
    return this.#whileListening(update$);
  }

  /**
   * Adds a create and follows it.
   *
   * *Emits* its state and every change. Never *completes*. *Errors* only if the engine refuses it. *On unsubscribe* follows it no more; the create goes on.
   *
   * @param onSent Called when it is sent to the engine: from then on the job may be created.
   */
  create(create: NewCreate, onSent: () => void): Observable<CreateStatus> {
    const { key } = create;
    const update$ = this.#addCreates.add(create, onSent).pipe(
      switchMap(all => {
        const status = all.find(each => each.key === key);
        // Without a status, it is read as if it were open.
        return status === undefined || status.type === 'open' ? this.#creates.follow(key) : [status];
      }),
    );
    return this.#whileListening(update$);
  }

  #whileListening<T>(update$: Observable<T>): Observable<T> {
    return new Observable(subscriber => {
      subscriber.add(this.#hints$.subscribe());
      subscriber.add(update$.subscribe(subscriber));
    });
  }

  #heed(hint: Hint): void {
    if (hint.type === 'all' || hint.type === 'watches') this.#watches.refresh(idsOf(hint));
    if (hint.type === 'all' || hint.type === 'creates') this.#creates.refresh(keysOf(hint));
  }
}

const idsOf = (hint: Hint): readonly JobId[] | undefined =>
  hint.type === 'watches' ? hint.jobIds : undefined;
const keysOf = (hint: Hint): readonly string[] | undefined =>
  hint.type === 'creates' ? hint.keys : undefined;

function readWatches(
  { engine, account }: EngineUpdatesDeps,
  known: ReadonlyMap<JobId, WatchUpdate | undefined>,
): Observable<ReadonlyMap<JobId, WatchUpdate>> {
  const seen = [...known].map(([jobId, update]) => ({
    jobId,
    version: update === undefined || update === 'missing' ? 0 : update.version,
  }));
  return engine
    .readWatches(account, seen)
    .pipe(
      map(
        ({ changed, missing }) =>
          new Map<JobId, WatchUpdate>([
            ...changed.map(each => [each.jobId, each] as const),
            ...missing.map(jobId => [jobId, 'missing'] as const),
          ]),
      ),
    );
}

/** The events for what is new of a job: once, however many watch it. */
function eventsOf(update: WatchUpdate, before: WatchUpdate | undefined): readonly ClientEvent[] {
  if (update === 'missing') return [];
  const { state, end } = update;
  const known = before === undefined || before === 'missing' ? undefined : before.state;
  const wasPolled = isPolledSince(known, state);
  const first = { ...state, polls: 0, statusText: undefined };
  const events = wasPolled ? answerEvents(known ?? first, state, []) : [];
  if (end?.error === undefined) return events;
  return [...events, ...ended(state, errorFromJson(end.error), state.at).events];
}
