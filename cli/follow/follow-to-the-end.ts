import type { JobId } from '../../lib/index.js';
import type { CommandContext } from '../commands/command-context.js';
import type { Connection } from '../durable/connect.js';
import { durableArgs, type DurableFlags } from '../flags/durable-flags.js';
import { timeoutArgs } from '../flags/timeout-flag.js';
import { serviceArgs, type ServiceFlags } from '../flags/service-flags.js';
import { viewFor } from '../views/view-for.js';
import { conclude } from './conclude.js';
import { followJobs, type FollowedJob } from './follow-jobs.js';

export interface FollowFlags extends ServiceFlags, DurableFlags {
  /** In ms. */
  readonly timeout?: number;
  /** Each job is polled once: its deadline is not that of the watch that continues it. */
  readonly isOnce?: boolean;
  /** The server has only one job, without an id. */
  readonly hasImplicitJob?: boolean;
}

/**
 * Follows jobs until they end, closes the connection, prints the command that continues if any are still open, and sets the exit code.
 *
 * @param createArgs The arguments that create the jobs again with the same idempotency key, in case some may not exist yet.
 */
export async function followToTheEnd(
  jobs: readonly FollowedJob[],
  connection: Connection,
  flags: FollowFlags,
  { host, finish }: CommandContext,
  createArgs?: readonly string[],
): Promise<void> {
  const { json = false, durable = false } = flags;
  const openView = viewFor(flags, host);
  const follow = { connection, openView, interrupted: host.interrupted };
  const followed = await followJobs(jobs, follow).finally(() => connection.close());
  const watchArgs = (open: readonly JobId[]) => [
    'watch',
    ...(flags.hasImplicitJob === true ? [] : open),
    ...(flags.isOnce === true ? [] : timeoutArgs(flags)),
    ...durableArgs(flags),
    ...serviceArgs(flags),
  ];
  finish(conclude(followed, { host, json, durable, watchArgs, createArgs }));
}
