import { Command } from 'commander';
import { catchError, firstValueFrom, of, takeUntil, throwError } from 'rxjs';
import { databaseLocation } from '../durable/database-location.js';
import { openDatabase } from '../durable/open-database.js';
import { runWorker } from '../durable/run-worker.js';
import { workerLog } from '../durable/worker-log.js';
import { isKeyRefused } from '../errors/is-key-refused.js';
import { withDatabaseFlags, type DatabaseFlags } from '../flags/durable-flags.js';
import { withServiceFlags, type ServiceFlags } from '../flags/service-flags.js';
import { wholeNumber } from '../flags/whole-number.js';
import type { Host } from '../host.js';
import { interruption } from '../interruption.js';
import { checkAccess, workerTransportFor } from '../service/client-for.js';
import { heygenFor } from '../service/heygen-for.js';
import type { CommandContext } from './command-context.js';
import { examplesText } from './examples.js';

interface WorkerFlags extends ServiceFlags, DatabaseFlags {
  readonly maxRequestsPerSecond?: number;
}

const EXAMPLES = examplesText(
  ['worker', 'for HeyGen, with HEYGEN_RX_DATABASE_URL and HEYGEN_API_KEY set'],
  ['worker --database-url sqlite:jobs.db', 'use a file, shared by processes on one machine'],
  [
    'worker --database-url postgres://me@localhost/jobs --account mock --base-url http://127.0.0.1:3000',
    'for a mock backend, with the password in PGPASSWORD',
  ],
  ['worker --json >> worker.log', 'log statistics as JSON every 5 s'],
);

/** `worker`: creates and polls the durable jobs of an account until SIGTERM or Ctrl-C. */
export const workerCommand = (context: CommandContext): Command =>
  withDatabaseFlags(withServiceFlags(new Command('worker')))
    .description(
      'Create and poll the jobs of `translate --durable` and `watch --durable`. You can run any number of workers on any number of machines.',
    )
    .optionsGroup('Worker:')
    .option(
      '--max-requests-per-second <count>',
      'limit of all workers of the account together: use the same value for each (default: 50)',
      wholeNumber,
    )
    .addHelpText('after', EXAMPLES)
    .action((flags: WorkerFlags) => work(flags, context));

async function work(flags: WorkerFlags, { host, finish }: CommandContext): Promise<void> {
  const { account = 'main', maxRequestsPerSecond, json } = flags;
  const database = databaseLocation(flags, host.env);
  const transport = workerTransportFor(flags, host);
  checkAccess(flags, host);
  if (flags.baseUrl === undefined) await checkKey(host);
  const { engine, close } = await openDatabase(database, account, host);
  try {
    const limits = { maxRequestsPerSecond };
    const options = { engine, transport, account, limits, polling: host.clientOptions?.polling };
    finish(await runWorker(options, workerLog({ json, account, database: database.shown }, host), host));
  } finally {
    await close();
  }
}

/**
 * Sends one request to check the key: a worker with a wrong one would end each watch that it polls. If the service is failing, the worker starts anyway.
 *
 * @throws {AuthenticationError}
 */
async function checkKey(host: Host): Promise<void> {
  const languages$ = heygenFor(host).service.languages();
  await firstValueFrom(
    languages$.pipe(
      catchError((error: unknown) => (isKeyRefused(error) ? throwError(() => error) : of([]))),
      takeUntil(interruption(host)),
    ),
    { defaultValue: [] },
  );
}
