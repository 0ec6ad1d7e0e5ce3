import { isAuthenticationError, isSettled, type JobId } from '../../lib/index.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { reasonOf } from '../views/job-lines.js';
import { endingOf, isOpen, type JobState } from '../jobs/job-state.js';
import { count, shellWord } from '../text/words.js';
import type { World } from '../world.js';

/** What there is to say at the end. */
export interface ConcludeTerms {
  readonly world: World;
  readonly json: boolean;
  /** The words of the command that goes on watching these jobs. */
  readonly watchWords: (jobIds: readonly JobId[]) => readonly string[];
  /** The words of the command that goes on creating, where some job may not exist yet. */
  readonly createWords?: readonly string[] | undefined;
}

/** Says how to go on where there is something to go on with, and answers the exit code. */
export function conclude(states: readonly JobState[], terms: ConcludeTerms): ExitCode {
  const { stdout, stderr, interrupted } = terms.world;
  const open = states.filter(isOpen);
  const isStopped =
    interrupted.aborted && states.some(state => endingOf(state) === 'running' && state.error === undefined);
  const goOn = open.length === 0 ? undefined : commandFor(open, terms);
  const refusal = states.find(({ error }) => isAuthenticationError(error));

  if (terms.json) stdout.write(`${JSON.stringify(summaryOf(states, open, goOn))}\n`);
  if (refusal !== undefined) {
    stderr.write(`The service refuses the key: ${reasonOf(refusal.error)}.\n`);
  }
  if (goOn !== undefined) stderr.write(`${isStopped ? stopped(open) : unfinished(open)}\n  ${goOn}\n`);
  return codeFor(states, isStopped);
}

function codeFor(states: readonly JobState[], isStopped: boolean): ExitCode {
  const endings = new Set(states.map(endingOf));
  if (isStopped) return EXIT.interrupted;
  if (endings.has('refused')) return EXIT.auth;
  // Before `stillRunning`: a loop that goes on watching while there is something to watch would hide the failure.
  if (endings.has('failed') || endings.has('lost')) return EXIT.failed;
  return endings.has('running') ? EXIT.stillRunning : EXIT.completed;
}

function commandFor(open: readonly JobState[], { watchWords, createWords }: ConcludeTerms): string {
  const jobIds = open.flatMap(({ jobId }) => jobId ?? []);
  const isWhole = jobIds.length === open.length || createWords === undefined;
  const words = isWhole ? watchWords(jobIds) : createWords;
  return ['heygen-rx', ...words].map(shellWord).join(' ');
}

const unfinished = (open: readonly JobState[]): string =>
  hasUncreated(open)
    ? 'Not every job is known to exist yet. This goes on, and makes none twice:'
    : `${count(open.length, 'job is', 'jobs are')} ${isSeen(open) ? 'still running' : 'not known to have ended'}. This goes on watching:`;

const stopped = (open: readonly JobState[]): string =>
  hasUncreated(open)
    ? 'Stopped before every job was known to exist; those that exist go on. This goes on, and makes none twice:'
    : `Stopped watching; ${open.length === 1 ? 'the job goes' : 'the jobs go'} on. This goes on watching:`;

const isSeen = (open: readonly JobState[]): boolean => open.every(({ snapshot }) => snapshot !== undefined);

const hasUncreated = (open: readonly JobState[]): boolean => open.some(({ jobId }) => jobId === undefined);

function summaryOf(states: readonly JobState[], open: readonly JobState[], goOn: string | undefined) {
  const settled = states.flatMap(({ snapshot }) =>
    snapshot !== undefined && isSettled(snapshot) ? [snapshot.status] : [],
  );
  return {
    type: 'summary',
    at: Date.now(),
    total: states.length,
    completed: settled.filter(status => status === 'completed').length,
    failed: states.filter(state => endingOf(state) === 'failed').length,
    open: open.map(({ label, jobId }) => ({ label, jobId })),
    ...(goOn !== undefined && { goOn }),
  };
}
