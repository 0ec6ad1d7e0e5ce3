import { filter, firstValueFrom, map, merge, Subscription } from 'rxjs';
import { DurableWorker, type DurableWorkerOptions } from '../../lib/durable/index.js';
import { isRequestError, type ClientEvent, type TranslationError } from '../../lib/index.js';
import { isKeyRefused } from '../errors/is-key-refused.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Host } from '../host.js';
import { interruption } from '../interruption.js';
import type { WorkerLog } from './worker-log.js';

/** A worker retries until it is stopped; deadlines end whatever never succeeds. */
const RETRY = { maxAttempts: Number.MAX_SAFE_INTEGER } as const;

/**
 * Runs a worker until the process should end. It stops by itself if the service refuses the key, since each further request would end a watch, if the account belongs to another service,
 * or if the database cannot be used as it is. Open requests are finished first.
 */
export async function runWorker(
  options: DurableWorkerOptions,
  log: WorkerLog,
  host: Host,
): Promise<ExitCode> {
  const worker = new DurableWorker({ retry: RETRY, ...options });
  const refusal$ = worker.event$.pipe(
    map(refusalIn),
    filter(error => error !== undefined),
  );
  const shown = new Subscription();
  shown.add(worker.event$.subscribe(event => log.event(event)));
  const stopped = firstValueFrom(merge(interruption(host), refusal$));
  log.started();
  worker.start();
  shown.add(worker.stats$.subscribe(stats => log.figures(stats)));
  const refusal = await stopped;
  log.stopping(refusal);
  await worker.stop().finally(() => shown.unsubscribe());
  log.stopped();
  if (refusal === undefined) return EXIT.completed;
  return isKeyRefused(refusal) ? EXIT.auth : EXIT.usage;
}

const refusalIn = (event: ClientEvent): TranslationError | undefined =>
  'error' in event && (isKeyRefused(event.error) || isDatabaseRefused(event.error)) ? event.error : undefined;

const isDatabaseRefused = (error: TranslationError): boolean =>
  isRequestError(error) &&
  (error.code === 'account_of_another_service' || error.code === 'unusable_database');
