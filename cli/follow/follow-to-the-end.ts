import type { JobId, TranslationClient } from '../../lib/index.js';
import { conclude } from './conclude.js';
import type { Context } from '../commands/context.js';
import { follow, type FollowedJob } from './follow-jobs.js';
import { serviceWords, type ServiceFlags } from '../service/client-for.js';
import { timeoutWords } from '../flags/timeout-flag.js';
import { viewFor } from '../views/view.js';

export interface FollowFlags extends ServiceFlags {
  /** In ms. */
  readonly timeout: number;
}

/**
 * Shows jobs until the end, and says how to go on if there is something to go on with.
 *
 * @param createWords The command that goes on creating, where some job may not exist yet.
 */
export async function followToTheEnd(
  jobs: readonly FollowedJob[],
  client: TranslationClient,
  flags: FollowFlags,
  { world, end }: Context,
  createWords?: readonly string[],
): Promise<void> {
  const openView = viewFor(flags, world);
  const states = await follow(jobs, { client, openView, interrupted: world.interrupted });
  const watchWords = (open: readonly JobId[]) => [
    'watch',
    ...open,
    ...timeoutWords(flags.timeout),
    ...serviceWords(flags),
  ];
  end(conclude(states, { world, json: flags.json ?? false, watchWords, createWords }));
}
