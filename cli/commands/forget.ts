import { Command } from 'commander';
import { catchError, defer, map, throwError } from 'rxjs';
import { durableClient, memoryEngine } from '../../lib/durable/index.js';
import type { JobId } from '../../lib/index.js';
import { databaseLocation } from '../durable/database-location.js';
import { databaseReason, openDatabase } from '../durable/open-database.js';
import { DatabaseError } from '../errors/database-error.js';
import { UsageError } from '../errors/usage-error.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { withDatabaseFlags, type DatabaseFlags } from '../flags/durable-flags.js';
import { withJsonFlag } from '../flags/service-flags.js';
import { jsonText } from '../text/json-text.js';
import type { CommandContext } from './command-context.js';
import { examplesText } from './examples.js';
import { requestOnce } from './request-once.js';

interface ForgetFlags extends DatabaseFlags {
  readonly json?: boolean;
}

/** `forget`: ends durable watches. */
export const forgetCommand = (context: CommandContext): Command =>
  withDatabaseFlags(withJsonFlag(new Command('forget')))
    .description('End durable watches: workers stop polling these jobs. The jobs keep running.')
    .argument('<id...>', 'their job ids')
    .addHelpText(
      'after',
      examplesText(
        ['forget JOB_ID JOB_ID', 'with HEYGEN_RX_DATABASE_URL set in the environment'],
        [
          'forget JOB_ID --database-url sqlite:jobs.db',
          'afterwards, `watch JOB_ID --durable` gets fresh URLs of a completed job',
        ],
      ),
    )
    .action((jobIds: readonly JobId[], flags: ForgetFlags) => forgetAll(jobIds, flags, context));

/** One after the other. A job without a durable watch is not an error. */
async function forgetAll(
  jobIds: readonly JobId[],
  flags: ForgetFlags,
  { host, finish }: CommandContext,
): Promise<void> {
  const { account = 'main', json: isJson = false } = flags;
  const database = databaseLocation(flags, host.env);
  const unique = [...new Set(jobIds)];
  await checkIds(unique);
  const print = (jobId: JobId): void => {
    host.stdout.write(
      `${isJson ? jsonText({ type: 'forgotten', jobId }) : `Workers no longer poll ${jobId}.`}\n`,
    );
  };
  const { engine, close } = await openDatabase(database, account, host);
  try {
    const client = durableClient({ engine, account });
    let code: ExitCode = EXIT.completed;
    for (const jobId of unique) {
      const forgotten$ = defer(() => client.forget(jobId)).pipe(
        map(() => jobId),
        catchError((error: unknown) => throwError(() => cannotForget(jobId, error))),
      );
      code = await requestOnce(forgotten$, host, { isJson, print });
      if (code !== EXIT.completed) break;
    }
    finish(code);
  } finally {
    await close();
  }
}

const cannotForget = (jobId: JobId, error: unknown): DatabaseError =>
  new DatabaseError(
    `Cannot forget ${jobId}: ${databaseReason(error instanceof Error ? (error.cause ?? error) : error)}`,
  );

/** Finds wrong usage before a database is opened. @throws {UsageError} */
async function checkIds(jobIds: readonly JobId[]): Promise<void> {
  const draft = durableClient({ engine: memoryEngine() });
  for (const jobId of jobIds) {
    await draft.forget(jobId).catch((error: unknown) => {
      throw error instanceof TypeError ? new UsageError(error.message) : error;
    });
  }
}
