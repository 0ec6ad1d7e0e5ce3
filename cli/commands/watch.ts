import { Command } from 'commander';
import { take } from 'rxjs';
import type { JobId } from '../../lib/index.js';
import { orUsageError } from '../errors/usage-error.js';
import { withServiceFlags } from '../flags/service-flags.js';
import { timeoutFlag, WATCH_TIMEOUT_MS } from '../flags/timeout-flag.js';
import { followToTheEnd, type FollowFlags } from '../follow/follow-to-the-end.js';
import { checkAccess, clientFor } from '../service/client-for.js';
import type { CommandContext } from './command-context.js';
import { examplesText } from './examples.js';

/** `watch`: follows jobs to the end. */
export const watchCommand = (context: CommandContext): Command =>
  withServiceFlags(new Command('watch'))
    .description('Watches jobs until each has completed or failed.')
    .argument('<id...>', 'ids of jobs, started here or elsewhere')
    .addOption(timeoutFlag(WATCH_TIMEOUT_MS))
    .addHelpText(
      'after',
      examplesText(
        ['watch JOB_ID JOB_ID --timeout 20m', 'two jobs, for 20 minutes at most'],
        ['watch JOB_ID --json', 'JSON for a program'],
      ),
    )
    .action((jobIds: readonly JobId[], flags: FollowFlags) => watch(jobIds, flags, context, 'to-the-end'));

/** `status`: polls each job once. */
export const statusCommand = (context: CommandContext): Command =>
  withServiceFlags(new Command('status'))
    .description('Prints the current status of jobs.')
    .argument('<id...>', 'ids of jobs, started here or elsewhere')
    .addOption(timeoutFlag(30_000))
    .addHelpText('after', examplesText(['status JOB_ID', 'exits with 4 while the job is running']))
    .action((jobIds: readonly JobId[], flags: FollowFlags) => watch(jobIds, flags, context, 'once'));

function watch(
  jobIds: readonly JobId[],
  flags: FollowFlags,
  context: CommandContext,
  how: 'once' | 'to-the-end',
): Promise<void> {
  const client = clientFor(flags, context.host);
  const jobs = [...new Set(jobIds)].map(jobId => {
    const snapshot$ = orUsageError(() => client.watch(jobId, { timeoutMs: flags.timeout, emit: 'polls' }));
    return { label: jobId, jobId, snapshot$: how === 'once' ? snapshot$.pipe(take(1)) : snapshot$ };
  });
  checkAccess(flags, context.host);
  // The deadline of a single poll is no deadline for the watch that continues it.
  const nextFlags = how === 'once' ? { ...flags, timeout: WATCH_TIMEOUT_MS } : flags;
  return followToTheEnd(jobs, client, nextFlags, context);
}
