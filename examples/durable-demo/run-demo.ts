import { defer, fromEvent, interval, lastValueFrom, of, takeUntil, tap } from 'rxjs';
import { startMockBackend } from 'heygen-rx/mock-backend';
import { durableClient } from 'heygen-rx/durable';
import { followJobs, type Progress } from './follow-jobs.js';
import { openEngine } from './open-engine.js';
import { summaryOf, type Summary } from './summary.js';
import { temporaryDatabase, type TemporaryDatabase } from './temporary-database.js';
import { Workers } from './workers.js';

const WORKERS = 3;
/** The one that is killed. */
const VICTIM = 2;

export interface DemoOptions {
  readonly jobs: number;
  readonly print: (line: string) => void;
  /** When aborted, everything stops and is removed, and there is no summary. */
  readonly signal: AbortSignal;
  /** @default PostgreSQL where it is installed, otherwise SQLite */
  readonly database?: () => Promise<TemporaryDatabase>;
  /** Of all workers together. @default 100 */
  readonly maxRequestsPerSecond?: number;
  /** How long a job takes, from and to, in ms. @default [5000, 20_000] */
  readonly processingMs?: readonly [from: number, to: number];
}

/** Translates a video `jobs` times with three worker processes, and kills one of them when half of the jobs are created. */
export async function runDemo({
  jobs,
  print,
  signal,
  database: startDatabase = temporaryDatabase,
  maxRequestsPerSecond = 100,
  processingMs = [5000, 20_000],
}: DemoOptions): Promise<Summary | undefined> {
  const database = await startDatabase();
  const cleanups: (() => Promise<void>)[] = [database.remove];
  const isStopped = () => signal.aborted;
  try {
    if (isStopped()) return undefined;
    const backend = await startMockBackend({ processingMs, latencyMs: 20, recordRequests: true, seed: 1 });
    cleanups.unshift(() => backend.close());
    const { engine, close } = openEngine(database.settings);
    cleanups.unshift(close);
    const workers = new Workers(WORKERS, {
      database: database.settings,
      baseUrl: backend.url,
      maxRequestsPerSecond,
    });
    cleanups.unshift(() => workers.stop());

    print(
      `${jobs} jobs, ${WORKERS} worker processes, ${database.name}, at most ${maxRequestsPerSecond} requests a second.`,
    );
    const stop$ = defer(() => (signal.aborted ? of(undefined) : fromEvent(signal, 'abort')));
    const startedAt = Date.now();
    const say = (text: string): void =>
      print(`${((Date.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${text}`);
    const killOnce = once(() => {
      workers.kill(VICTIM);
      say(`worker ${VICTIM} of ${WORKERS} is killed with SIGKILL`);
    });
    let progress: Progress | undefined;
    const status = interval(5000).subscribe(() => {
      if (progress !== undefined) say(progressText(progress, jobs));
    });
    const progress$ = followJobs(durableClient({ engine }), jobs).pipe(
      tap(next => {
        progress = next;
        if (next.created >= jobs / 2) killOnce();
      }),
      takeUntil(stop$),
    );
    const last = await lastValueFrom(progress$, { defaultValue: undefined });
    status.unsubscribe();
    if (last === undefined || isStopped()) return undefined;
    say(progressText(last, jobs));
    return summaryOf({ jobs, progress: last, backend: backend.app, maxRequestsPerSecond });
  } finally {
    for (const cleanUp of cleanups) await cleanUp().catch(() => undefined);
  }
}

const progressText = ({ created, settled }: Progress, jobs: number): string =>
  `${created} of ${jobs} created, ${settled} settled`;

function once(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    work();
  };
}
