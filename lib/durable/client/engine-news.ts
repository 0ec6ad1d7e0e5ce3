import { catchError, defer, EMPTY, map, merge, Observable, share, switchMap, tap, timer } from 'rxjs';
import { errorFromJson } from '../../model/error-json.js';
import type { ClientEvent } from '../../model/events.js';
import type { JobId } from '../../model/job.js';
import { answerEvents } from '../../policy/watch/answer-events.js';
import { ended } from '../../policy/watch/timeout.js';
import type { CreateNews, NewCreate } from '../engine/creates.js';
import type { DurableEngine, Hint } from '../engine/engine.js';
import type { NewWatch, WatchNews } from '../engine/watches.js';
import type { EngineCallDeps } from '../engine-calls.js';
import { BatchedCalls } from './batched-calls.js';
import { NewsFeed, type NewsSource } from './news-feed.js';

/** News of a watch, or that there is no such watch. */
export type WatchUpdate = WatchNews | 'missing';

/** What a client's link to an engine depends on. */
export interface EngineNewsDeps extends EngineCallDeps {
  readonly engine: DurableEngine;
  readonly account: string;
  /** All that is followed is read so often, in ms, whatever the hints say. */
  readonly readEveryMs: number;
  readonly emit: (event: ClientEvent) => void;
}

/** A client's link to its engine: adds watches and creates, and follows them. One subscription of the engine's hints serves all. */
export class EngineNews {
  readonly #addWatches: BatchedCalls<NewWatch, unknown>;
  readonly #addCreates: BatchedCalls<NewCreate, readonly CreateNews[]>;
  readonly #watches: NewsFeed<WatchUpdate>;
  readonly #creates: NewsFeed<CreateNews>;
  /** Open as long as somebody follows something. */
  readonly #hints$: Observable<unknown>;

  constructor(deps: EngineNewsDeps) {
    const { engine, account, readEveryMs, scheduler, emit } = deps;
    this.#addWatches = new BatchedCalls(watches => engine.addWatches(account, watches), deps);
    this.#addCreates = new BatchedCalls(creates => engine.addCreates(account, creates), deps);
    this.#watches = new NewsFeed<WatchUpdate>(
      {
        read(known) {
          return readWatches(deps, known);
        },
        onNews(news, before) {
          eventsOf(news, before).forEach(emit);
        },
      } satisfies NewsSource<WatchUpdate>,
      deps,
    );
    this.#creates = new NewsFeed<CreateNews>(
      {
        read(known) {
          const read$ = engine.readCreates(account, [...known.keys()]);
          return read$.pipe(map(news => new Map(news.map(each => [each.key, each]))));
        },
        onNews: () => undefined,
      } satisfies NewsSource<CreateNews>,
      deps,
    );
    this.#hints$ = merge(
      defer(() => engine.hint$(account)).pipe(
        tap(hint => this.#heed(hint)),
        // Without hints, the engine is read now and then.
        catchError(() => EMPTY),
      ),
      timer(readEveryMs, readEveryMs, scheduler).pipe(tap(() => this.#heed({ type: 'all' }))),
    ).pipe(share());
  }

  /**
   * Adds a watch and follows it.
   *
   * *Emits* where it stands, and whatever is new. Never *completes* or *errors*. *On unsubscribe* follows it no more; the watch goes on.
   */
  watch(watch: NewWatch): Observable<WatchUpdate> {
    const { jobId } = watch.state;
    const news$ = this.#addWatches.add(watch).pipe(switchMap(() => this.#watches.follow(jobId)));
    return this.#whileListening(news$);
  }

  /**
   * Adds a create and follows it.
   *
   * *Emits* where it stands, and whatever is new. Never *completes* or *errors*. *On unsubscribe* follows it no more; the create goes on.
   *
   * @param onSent Called when it is sent to the engine: from then on the job may be created.
   */
  create(create: NewCreate, onSent: () => void): Observable<CreateNews> {
    const { key } = create;
    const news$ = this.#addCreates.add(create, onSent).pipe(
      switchMap(all => {
        const news = all.find(each => each.key === key);
        // Without news it is read, as if it were open.
        return news === undefined || news.type === 'open' ? this.#creates.follow(key) : [news];
      }),
    );
    return this.#whileListening(news$);
  }

  #whileListening<T>(news$: Observable<T>): Observable<T> {
    return new Observable(subscriber => {
      subscriber.add(this.#hints$.subscribe());
      subscriber.add(news$.subscribe(subscriber));
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
  { engine, account }: EngineNewsDeps,
  known: ReadonlyMap<JobId, WatchUpdate | undefined>,
): Observable<ReadonlyMap<JobId, WatchUpdate>> {
  const seen = [...known].map(([jobId, news]) => ({
    jobId,
    version: news === undefined || news === 'missing' ? 0 : news.version,
  }));
  return engine
    .readWatches(account, seen)
    .pipe(
      map(
        ({ news, missing }) =>
          new Map<JobId, WatchUpdate>([
            ...news.map(each => [each.jobId, each] as const),
            ...missing.map(jobId => [jobId, 'missing'] as const),
          ]),
      ),
    );
}

/** The events for what is new of a job: once, however many watch it. */
function eventsOf(news: WatchUpdate, before: WatchUpdate | undefined): readonly ClientEvent[] {
  if (news === 'missing') return [];
  const { state, end } = news;
  const known = before === undefined || before === 'missing' ? undefined : before.state;
  const wasPolled = state.polls > (known?.polls ?? 0);
  const first = { ...state, polls: 0, statusText: undefined };
  const events = wasPolled ? answerEvents(known ?? first, state, []) : [];
  if (end?.error === undefined) return events;
  return [...events, ...ended(state, errorFromJson(end.error), state.at).events];
}
