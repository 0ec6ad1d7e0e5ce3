import { Command } from 'commander';
import { take } from 'rxjs';
import type { JobId } from '../../lib/index.js';
import type { Context } from './context.js';
import { followToTheEnd, type FollowFlags } from '../follow/follow-to-the-end.js';
import { clientFor, withServiceFlags } from '../service/client-for.js';
import { timeoutFlag, WATCH_TIMEOUT_MS } from '../flags/timeout-flag.js';
import { orUsageError } from '../usage-error.js';

/** `watch`: to the end. */
export const watchCommand = (context: Context): Command =>
  withServiceFlags(new Command('watch'))
    .description('Watches jobs until each is completed or has failed.')
    .argument('<id...>', 'ids of jobs, whoever started them')
    .addOption(timeoutFlag(WATCH_TIMEOUT_MS))
    .action((jobIds: readonly JobId[], flags: FollowFlags) => watch(jobIds, flags, context, 'to-the-end'));

/** `status`: one answer each. */
export const statusCommand = (context: Context): Command =>
  withServiceFlags(new Command('status'))
    .description('Tells where jobs stand now.')
    .argument('<id...>', 'ids of jobs, whoever started them')
    .addOption(timeoutFlag(30_000))
    .action((jobIds: readonly JobId[], flags: FollowFlags) => watch(jobIds, flags, context, 'once'));

function watch(
  jobIds: readonly JobId[],
  flags: FollowFlags,
  context: Context,
  how: 'once' | 'to-the-end',
): Promise<void> {
  const client = clientFor(flags, context.world);
  const jobs = [...new Set(jobIds)].map(jobId => {
    const snapshot$ = orUsageError(() => client.watch(jobId, { timeoutMs: flags.timeout, emit: 'polls' }));
    return { label: jobId, jobId, snapshot$: how === 'once' ? snapshot$.pipe(take(1)) : snapshot$ };
  });
  // The deadline of a single poll says nothing about how long to go on watching.
  const goOn = how === 'once' ? { ...flags, timeout: WATCH_TIMEOUT_MS } : flags;
  return followToTheEnd(jobs, client, goOn, context);
}
