import { Command } from 'commander';
import { take } from 'rxjs';
import type { JobId, TranslationClient } from '../../lib/index.js';
import { connect, connectTo, draftClient } from '../durable/connect.js';
import { orUsageError, UsageError } from '../errors/usage-error.js';
import { withDurableFlags } from '../flags/durable-flags.js';
import { withServiceFlags } from '../flags/service-flags.js';
import { timeoutFlag, watchTimeoutFlag, watchTimeoutMs } from '../flags/timeout-flag.js';
import type { FollowedJob } from '../follow/follow-jobs.js';
import { followToTheEnd, type FollowFlags } from '../follow/follow-to-the-end.js';
import { implicitJobClientFor } from '../service/client-for.js';
import type { CommandContext } from './command-context.js';
import { examplesText } from './examples.js';

const IDS = 'job ids; omit them if the server at --base-url has just one job without an id';
/** The name shown for the job of a single-job server. */
const IMPLICIT_JOB = 'the-job';

/** `watch`: follows jobs until they end. */
export const watchCommand = (context: CommandContext): Command =>
  withDurableFlags(
    withServiceFlags(new Command('watch'))
      .description('Watch jobs until they complete or fail.')
      .argument('[id...]', IDS)
      .addOption(watchTimeoutFlag()),
  )
    .addHelpText(
      'after',
      examplesText(
        ['watch JOB_ID JOB_ID --timeout 20m', 'watch two jobs for at most 20 minutes'],
        ['watch JOB_ID --json', 'print JSON for scripts'],
        ['watch JOB_ID --durable', 'let a worker poll, which continues after Ctrl-C'],
        ['watch --base-url http://127.0.0.1:3000', 'watch the only job of a server without ids: GET /status'],
      ),
    )
    .action((jobIds: readonly JobId[], flags: FollowFlags) => watch(jobIds, flags, context, 'to-the-end'));

/** `status`: polls each job once. */
export const statusCommand = (context: CommandContext): Command =>
  withServiceFlags(new Command('status'))
    .description('Print the current status of jobs.')
    .argument('[id...]', IDS)
    .addOption(timeoutFlag(30_000))
    .addHelpText('after', examplesText(['status JOB_ID', 'exit with 4 while the job is running']))
    .action((jobIds: readonly JobId[], flags: FollowFlags) => watch(jobIds, flags, context, 'once'));

async function watch(
  jobIds: readonly JobId[],
  flags: FollowFlags,
  context: CommandContext,
  how: 'once' | 'to-the-end',
): Promise<void> {
  const { host } = context;
  const hasImplicitJob = jobIds.length === 0;
  const labels = [...new Set(hasImplicitJob ? [IMPLICIT_JOB] : jobIds)];
  const timeoutMs = watchTimeoutMs(flags);
  const jobsOf = (client: TranslationClient): readonly FollowedJob[] =>
    labels.map(jobId => {
      const snapshot$ = orUsageError(() => client.watch(jobId, { timeoutMs, emit: 'polls' }));
      return { label: jobId, jobId, snapshot$: how === 'once' ? snapshot$.pipe(take(1)) : snapshot$ };
    });

  const draft = hasImplicitJob
    ? implicitJobClientFor(requiredBaseUrl(flags), host)
    : draftClient(flags, host);
  // Made once to find wrong usage before a key is needed or a database is opened.
  jobsOf(draft);
  const connection = hasImplicitJob ? connectTo(draft, flags, host) : await connect(flags, host);
  const follow = { ...flags, hasImplicitJob, isOnce: how === 'once' };
  await followToTheEnd(jobsOf(connection.client), connection, follow, context);
}

function requiredBaseUrl({ baseUrl, durable }: FollowFlags): string {
  if (baseUrl !== undefined && durable !== true) return baseUrl;
  const exception =
    durable === true ? '' : '; it may be omitted only with the --base-url of a server that has just one job';
  throw new UsageError(`Missing required argument 'id'${exception}`);
}
