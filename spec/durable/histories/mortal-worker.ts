import { defer, NEVER, Observable, switchMap, timer, type MonoTypeOperatorFunction } from 'rxjs';
import type { Transport } from 'heygen-rx';
import { DurableWorker, type DurableEngine, type DurableWorkerOptions } from 'heygen-rx/durable';

/** What becomes of a worker, at one of its calls of engine or service. */
export interface Fate {
  /** The number of the call, from 0. */
  readonly atCall: number;
  readonly how:
    /** It dies before the call goes out. */
    | 'dies before'
    /** It dies before the answer is back. */
    | 'dies after'
    /** It sleeps beyond its lease, and then goes on as if nothing had happened. */
    | 'sleeps';
}

/** How long a sleep lasts, in ms: longer than the lease, shorter than the time limit of an engine's call. */
const SLEEP_MS = 20_000;

/** A worker that dies or sleeps at one of its calls. Its successor comes a second after its death. */
export function mortalWorkers(options: DurableWorkerOptions, fates: readonly Fate[]): { stop(): void } {
  const [fate, ...later] = fates;
  let calls = 0;
  let isDead = false;
  let successor: { stop(): void } | undefined;

  const die = (): void => {
    if (isDead) return;
    isDead = true;
    timer(1000).subscribe(() => {
      if (!isStopped) successor = mortalWorkers(options, later);
    });
  };
  let isStopped = false;
  const mortal =
    <T>(): MonoTypeOperatorFunction<T> =>
    source$ =>
      defer(() => {
        if (isDead) return NEVER;
        const how = calls++ === fate?.atCall ? fate.how : undefined;
        if (how === 'sleeps') return timer(SLEEP_MS).pipe(switchMap(() => source$));
        if (how === 'dies before') {
          die();
          return NEVER;
        }
        if (how === 'dies after') {
          return new Observable<T>(() => source$.subscribe({ next: die, error: die, complete: die }));
        }
        return untilDeath(source$);
      });
  /** An answer that comes after the death reaches nobody. */
  const untilDeath = <T>(source$: Observable<T>): Observable<T> =>
    new Observable(subscriber =>
      source$.subscribe({
        next: value => {
          if (!isDead) subscriber.next(value);
        },
        error: (error: unknown) => {
          if (!isDead) subscriber.error(error);
        },
        complete: () => {
          if (!isDead) subscriber.complete();
        },
      }),
    );

  const worker = new DurableWorker({
    ...options,
    engine: mortalEngine(options.engine, mortal, untilDeath),
    transport: mortalTransport(options.transport, mortal),
  }).start();
  return {
    stop() {
      isStopped = true;
      void worker.stop({ graceMs: 0 });
      successor?.stop();
    },
  };
}

type Mortal = <T>() => MonoTypeOperatorFunction<T>;

function mortalEngine(
  engine: DurableEngine,
  mortal: Mortal,
  untilDeath: <T>(source$: Observable<T>) => Observable<T>,
): DurableEngine {
  return new Proxy(engine, {
    get(target, name) {
      const method = Reflect.get(target, name) as (...args: unknown[]) => Observable<unknown>;
      if (name === 'hint$') return (...args: unknown[]) => untilDeath(method.apply(target, args));
      return (...args: unknown[]) => defer(() => method.apply(target, args)).pipe(mortal());
    },
  });
}

// eslint-disable-next-line @typescript-eslint/unbound-method -- those of a scripted transport need no `this`
const mortalTransport = ({ create, status, statuses }: Transport, mortal: Mortal): Transport => ({
  create: (request, key) => defer(() => create(request, key)).pipe(mortal()),
  status: jobId => defer(() => status(jobId)).pipe(mortal()),
  ...(statuses !== undefined && { statuses: jobIds => defer(() => statuses(jobIds)).pipe(mortal()) }),
});
