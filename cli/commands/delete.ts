import { Command } from 'commander';
import { catchError, of, throwError, type Observable } from 'rxjs';
import { isJobNotFoundError, isNetworkError, isServerError, type JobId } from '../../lib/index.js';
import { isKeyRefused } from '../errors/is-key-refused.js';
import { reportError } from '../errors/report-error.js';
import { orUsageError, UsageError } from '../errors/usage-error.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { withJsonFlag } from '../flags/service-flags.js';
import { heygenDraft, heygenFor } from '../service/heygen-for.js';
import { jsonText } from '../text/json-text.js';
import type { CommandContext } from './command-context.js';
import { examplesText } from './examples.js';
import { requestOnce } from './request-once.js';

interface DeleteFlags {
  readonly json?: boolean;
  readonly yes?: boolean;
}

/** `delete`: deletes translations permanently. */
export const deleteCommand = (context: CommandContext): Command =>
  withJsonFlag(new Command('delete'))
    .description(
      'Permanently delete translations from HeyGen. Whether HeyGen stops or refunds a running translation is not documented.',
    )
    .argument('<id...>', 'their job ids')
    .option('--yes', 'required, because a deleted translation cannot be restored')
    .addHelpText(
      'after',
      examplesText(['delete JOB_ID JOB_ID --yes', 'delete two translations and their files']),
    )
    .action((jobIds: readonly JobId[], flags: DeleteFlags) => deleteAll(jobIds, flags, context));

/** One after the other: if one cannot be deleted, the others still are. */
async function deleteAll(
  jobIds: readonly JobId[],
  { json, yes }: DeleteFlags,
  { host, finish }: CommandContext,
): Promise<void> {
  const isJson = json === true;
  const { service } = heygenDraft(host);
  const deletions = [...new Set(jobIds)].map(jobId =>
    goneIsDeleted(
      jobId,
      orUsageError(() => service.delete(jobId)),
    ),
  );
  if (yes !== true)
    throw new UsageError('Cannot delete: add --yes; a deleted translation cannot be restored');
  heygenFor(host);
  const print = (jobId: JobId): void => {
    host.stdout.write(`${isJson ? jsonText({ type: 'deleted', jobId }) : `Deleted ${jobId}.`}\n`);
  };
  let worst: ExitCode = EXIT.completed;
  for (const deleted$ of deletions) {
    try {
      const code = await requestOnce(deleted$, host, { isJson, print });
      if (code !== EXIT.completed) {
        finish(code);
        return;
      }
    } catch (error) {
      if (isKeyRefused(error)) throw error;
      reportError(error, host, isJson);
      worst = EXIT.failed;
    }
  }
  finish(worst);
}

/** If the response to one attempt was lost and the next one finds no job, the first attempt has deleted it. */
function goneIsDeleted(jobId: JobId, deleted$: Observable<JobId>): Observable<JobId> {
  let mayBeDeleted = false;
  return deleted$.pipe(
    catchError((error: unknown) => {
      if (mayBeDeleted && isJobNotFoundError(error)) return of(jobId);
      mayBeDeleted ||= isNetworkError(error) || isServerError(error);
      return throwError(() => error);
    }),
  );
}
