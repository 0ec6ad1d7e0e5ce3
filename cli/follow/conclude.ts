import { isSettled } from '../../lib/index.js';
import { isKeyRefused } from '../errors/is-key-refused.js';
import { AddressError } from '../errors/address-error.js';
import { reportError } from '../errors/report-error.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { canContinue, outcomeOf, type JobState } from '../jobs/job-state.js';
import type { Followed } from './follow-jobs.js';
import { continueCommand, type ContinueOptions } from './continue-command.js';
import { counted } from '../text/counted.js';
import { jsonText } from '../text/json-text.js';
import { plainText } from '../text/plain-text.js';
import { reasonOf } from '../errors/reason-of.js';

interface ConcludeOptions extends ContinueOptions {
  readonly json: boolean;
  /** Workers continue when this command ends. */
  readonly durable: boolean;
}

/** Prints the command that continues, if jobs are still open, and returns the exit code. */
export function conclude({ states, wrongUrl }: Followed, options: ConcludeOptions): ExitCode {
  const { stdout, stderr, interrupted, now } = options.host;
  const open = states.filter(canContinue);
  const isStopped =
    interrupted.aborted && states.some(state => outcomeOf(state) === 'running' && state.error === undefined);
  const exitCode = exitCodeFor(states, isStopped, wrongUrl !== undefined);
  const continueWith = open.length === 0 ? undefined : continueCommand(open, options);
  const refusal = states.find(({ error }) => isKeyRefused(error));

  if (wrongUrl !== undefined) reportError(new AddressError(wrongUrl), options.host, options.json);
  if (options.json) {
    // A program that lost the output still learns which jobs keep running.
    (stdout.isLost === true ? stderr : stdout).write(
      `${jsonText({ type: 'summary', at: now(), ...summaryOf(states, open, continueWith?.text) })}\n`,
    );
    return exitCode;
  }
  if (refusal !== undefined) {
    stderr.write(`${plainText(`The service refused the key: ${reasonOf(refusal.error)}.`)}\n`);
  }
  if (continueWith !== undefined) {
    stderr.write(`${isStopped ? stopped(open, options) : unfinished(open)}\n  ${continueWith.text}\n`);
    if (continueWith.lacksPassword) stderr.write(PASSWORD_LEFT_OUT);
  }
  return exitCode;
}

function exitCodeFor(states: readonly JobState[], isStopped: boolean, isWrongUrl: boolean): ExitCode {
  const outcomes = new Set(states.map(outcomeOf));
  if (isStopped) return EXIT.interrupted;
  if (outcomes.has('refused')) return EXIT.auth;
  // Before `stillRunning`: a script that repeats the watch while it gets 4 would hide the failure.
  if (outcomes.has('failed') || outcomes.has('lost') || isWrongUrl) return EXIT.failed;
  return outcomes.has('running') ? EXIT.stillRunning : EXIT.completed;
}

const PASSWORD_LEFT_OUT = 'The database password is not shown: set PGPASSWORD.\n';
const CREATE_AGAIN = 'Continue with (will not create any job twice):';
const WATCH_AGAIN = 'Continue watching with:';

const unfinished = (open: readonly JobState[]): string =>
  hasUncreated(open)
    ? `Some jobs may not have been created. ${CREATE_AGAIN}`
    : `${counted(open.length, 'job is', 'jobs are')} ${wereSeen(open) ? 'still running' : 'in an unknown state'}. ${WATCH_AGAIN}`;

function stopped(open: readonly JobState[], { durable }: ConcludeOptions): string {
  if (durable) {
    return hasUncreated(open)
      ? `Stopped watching; workers continue to create and poll the jobs. ${CREATE_AGAIN}`
      : `Stopped watching; the durable ${open.length === 1 ? 'watch continues' : 'watches continue'}. ${WATCH_AGAIN}`;
  }
  if (!hasUncreated(open) && !wereSeen(open)) return `Stopped before the first response. ${WATCH_AGAIN}`;
  return hasUncreated(open)
    ? `Stopped before all jobs were created; those that exist keep running. ${CREATE_AGAIN}`
    : `Stopped watching; ${open.length === 1 ? 'the job keeps' : 'the jobs keep'} running. ${WATCH_AGAIN}`;
}

const wereSeen = (open: readonly JobState[]): boolean => open.every(({ snapshot }) => snapshot !== undefined);

const hasUncreated = (open: readonly JobState[]): boolean => open.some(({ jobId }) => jobId === undefined);

function summaryOf(states: readonly JobState[], open: readonly JobState[], continueWith: string | undefined) {
  const settled = states.flatMap(({ snapshot }) =>
    snapshot !== undefined && isSettled(snapshot) ? [snapshot.status] : [],
  );
  return {
    total: states.length,
    completed: settled.filter(status => status === 'completed').length,
    failed: states.filter(state => outcomeOf(state) === 'failed').length,
    open: open.map(({ label, jobId }) => ({ label, jobId })),
    ...(continueWith !== undefined && { continueWith }),
  };
}
