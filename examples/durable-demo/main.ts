// `npm run demo:durable`: three worker processes, 2 000 jobs, and one worker killed in the middle. `run-demo` runs it; `temporary-database` starts a PostgreSQL of its
// own, or takes a file of SQLite; `worker-process` is what each of the three processes runs; `follow-jobs` watches the jobs; `summary` is the table at the end.
import { NoDatabaseError } from './temporary-database.js';
import { runDemo } from './run-demo.js';
import { summaryText } from './summary.js';

const stop = new AbortController();
// On every Ctrl-C, because what was started has to be cleaned up however often it is pressed.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stop.abort());

// A terminal that is closed must not end the process before it has cleaned up.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const given = process.argv[2] ?? '2000';
const jobs = Number(given);
if (!Number.isSafeInteger(jobs) || jobs < 1) {
  console.error(`Cannot run the demo: the number of jobs must be a whole number of at least 1, got ${given}`);
  process.exit(2);
}
try {
  const summary = await runDemo({ jobs, print: console.log, signal: stop.signal });
  if (summary !== undefined) console.log(summaryText(summary));
  else {
    console.log('Stopped; database and processes are removed.');
    process.exitCode = 130;
  }
} catch (error) {
  if (!(error instanceof NoDatabaseError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
