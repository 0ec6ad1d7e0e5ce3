import { firstValueFrom, take, takeUntil } from 'rxjs';
import {
  isTimeoutError,
  type CompletedSnapshot,
  type JobId,
  type TranslationClient,
} from '../../lib/index.js';
import { DownloadError } from '../errors/download-error.js';
import type { Host } from '../host.js';
import { interruption } from '../interruption.js';
import { durationText } from '../text/duration-text.js';

/** How long the status of a job may take, in ms. */
export const STATUS_TIMEOUT_MS = 30_000;

/** @throws {DownloadError} for a job that is not completed. */
export async function completedJob(
  jobId: JobId,
  client: TranslationClient,
  host: Pick<Host, 'interrupted'>,
): Promise<CompletedSnapshot> {
  const snapshot$ = client.watch(jobId, { timeoutMs: STATUS_TIMEOUT_MS, emit: 'polls' });
  const first$ = snapshot$.pipe(take(1), takeUntil(interruption(host)));
  const snapshot = await firstValueFrom(first$).catch((error: unknown) => {
    if (!isTimeoutError(error)) throw error;
    const why = `no response within ${durationText(STATUS_TIMEOUT_MS)}`;
    throw new DownloadError(`Cannot download ${jobId}: ${why}`, 'transient');
  });
  if (snapshot.status === 'completed') return snapshot;
  const why =
    snapshot.status === 'error'
      ? `the job failed: ${snapshot.failure.message}`
      : `the job is ${snapshot.status}`;
  throw new DownloadError(`Cannot download ${jobId}: ${why}`);
}
