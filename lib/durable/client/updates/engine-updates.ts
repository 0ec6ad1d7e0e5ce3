import {
  catchError,
  concat,
  defer,
  EMPTY,
  map,
  merge,
  Observable,
  of,
  repeat,
  switchMap,
  tap,
  type Subscription,
} from 'rxjs';
import type { ClientEvent } from '../../../model/events.js';
import { detached } from '../../../stream/context/async-context.js';
import { longTimer } from '../../../stream/time/long-timer.js';
import type { CreateStatus, NewCreate } from '../../engine/creates.js';
import type { DurableEngine } from '../../engine/engine.js';
import type { Hint } from '../../engine/hint.js';
import type { NewWatch } from '../../engine/watches.js';
import type { EngineCallDeps } from '../../engine-calls.js';
import { BatchedCalls } from './batched-calls.js';
import { createSource, type CreateUpdate } from './create-source.js';
import { UpdateFeed } from './update-feed.js';
import { watchSource, type WatchUpdate } from './watch-source.js';

/** What `EngineUpdates` depends on. */
export interface EngineUpdatesDeps extends EngineCallDeps {
  readonly engine: DurableEngine;
  readonly account: string;
  readonly service: string | undefined;
  /** How often everything followed is read, in ms, even without a hint. */
  readonly readEveryMs: number;
  readonly emit: (event: ClientEvent) => void;
}

/** Adds a client's watches and creates to its engine, and follows them. One subscription of the engine's hints serves all. */
export class EngineUpdates {
  readonly #addWatches: BatchedCalls<NewWatch, unknown>;
  readonly #addCreates: BatchedCalls<NewCreate, ReadonlyMap<string, CreateStatus>>;
  readonly #watches: UpdateFeed<WatchUpdate>;
  readonly #creates: UpdateFeed<CreateUpdate>;
  readonly #hint$: Observable<unknown>;
  #listening: Subscription | undefined;
  #followers = 0;

  constructor(deps: EngineUpdatesDeps) {
    const { engine, account, service, readEveryMs, scheduler, emit } = deps;
    this.#addWatches = new BatchedCalls(watches => engine.addWatches(account, watches, service), deps);
    this.#addCreates = new BatchedCalls(
      creates =>
        engine
          .addCreates(account, creates, service)
          .pipe(map(all => new Map(all.map(each => [each.key, each])))),
      deps,
    );
    this.#watches = new UpdateFeed(watchSource(engine, account, emit), deps);
    this.#creates = new UpdateFeed(createSource(engine, account), deps);
    this.#hint$ = merge(
      defer(() => engine.hint$(account)).pipe(
        tap(hint => this.#refresh(hint)),
        // Without hints, all is read now and then.
        catchError(() => EMPTY),
      ),
      longTimer(readEveryMs, scheduler).pipe(
        tap(() => this.#refresh({ type: 'all' })),
        repeat(),
      ),
    );
  }

  /**
   * Adds a watch and follows it.
   *
   * *Emits* its state and every change. Never *completes*. *Errors* if the engine refuses it. *On unsubscribe* stops reading; the watch continues.
   */
  watch(watch: NewWatch): Observable<WatchUpdate> {
    const { jobId } = watch.state;
    return this.#whileListening(
      this.#addWatches.add(watch).pipe(switchMap(() => this.#watches.follow(jobId))),
    );
  }

  /**
   * Adds a create and follows it.
   *
   * *Emits* its state and every change. Never *completes*. *Errors* if the engine refuses it. *On unsubscribe* stops reading; the create continues.
   *
   * @param onSent Called when it is sent to the engine: from then on, the job may be created.
   */
  create(create: NewCreate, onSent: () => void): Observable<CreateUpdate> {
    const { key } = create;
    const update$ = this.#addCreates.add(create, onSent).pipe(
      switchMap(all => {
        // If the engine left it out, it is read as if it were open.
        const status = all.get(key) ?? ({ key, type: 'open' } as const);
        return status.type === 'open' ? concat(of(status), this.#creates.follow(key)) : of(status);
      }),
    );
    return this.#whileListening(update$);
  }

  /** As long as anybody follows, there is one subscription of the engine's hints. */
  #whileListening<T>(update$: Observable<T>): Observable<T> {
    return new Observable(subscriber => {
      if (++this.#followers === 1) this.#listening = detached(() => this.#hint$.subscribe());
      subscriber.add(() => {
        if (--this.#followers === 0) this.#listening!.unsubscribe();
      });
      subscriber.add(update$.subscribe(subscriber));
    });
  }

  #refresh(hint: Hint): void {
    switch (hint.type) {
      case 'all':
        this.#watches.refresh();
        this.#creates.refresh();
        break;
      case 'watches':
        this.#watches.refresh(hint.jobIds);
        break;
      case 'creates':
        this.#creates.refresh(hint.keys);
        break;
      case 'due':
      // For workers only.
    }
  }
}
