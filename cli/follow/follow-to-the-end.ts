import type { JobId, TranslationClient } from '../../lib/index.js';
import type { CommandContext } from '../commands/command-context.js';
import { timeoutArgs } from '../flags/timeout-flag.js';
import { serviceArgs, type ServiceFlags } from '../flags/service-flags.js';
import { viewFor } from '../views/view.js';
import { conclude } from './conclude.js';
import { followJobs, type FollowedJob } from './follow-jobs.js';

export interface FollowFlags extends ServiceFlags {
  /** In ms. */
  readonly timeout: number;
  /** The server has only one job, without an id. */
  readonly hasImplicitJob?: boolean;
}

/**
 * Follows jobs until they end, prints the command that continues if any are still open, and sets the exit code.
 *
 * @param createArgs The arguments that create the jobs again with the same idempotency key, in case some may not exist yet.
 */
export async function followToTheEnd(
  jobs: readonly FollowedJob[],
  client: TranslationClient,
  flags: FollowFlags,
  { host, finish }: CommandContext,
  createArgs?: readonly string[],
): Promise<void> {
  const openView = viewFor(flags, host);
  const states = await followJobs(jobs, { client, openView, interrupted: host.interrupted });
  const watchArgs = (open: readonly JobId[]) => [
    'watch',
    ...(flags.hasImplicitJob === true ? [] : open),
    ...timeoutArgs(flags.timeout),
    ...serviceArgs(flags),
  ];
  finish(conclude(states, { host, json: flags.json ?? false, watchArgs, createArgs }));
}
