import type { LaneStats, WorkerStats } from '../../lib/durable/index.js';
import type { ClientEvent } from '../../lib/index.js';
import { troubleAfter, type Trouble } from '../jobs/trouble.js';
import { counted } from '../text/counted.js';
import { durationText } from '../text/duration-text.js';
import { troubleLines } from '../views/trouble-lines.js';
import { databaseReason } from './open-database.js';

/** What has happened so far, and what has been printed of it. */
export interface WorkerSeen {
  readonly ended: Ended;
  readonly trouble: Trouble | undefined;
  readonly reported: Trouble | undefined;
  readonly isDatabaseDown: boolean;
  /** The last figures that were printed, and when: epoch ms. */
  readonly figures: { readonly text: string; readonly at: number } | undefined;
}

/** Jobs that this worker has seen end. */
interface Ended {
  readonly completed: number;
  readonly failed: number;
}

/** What can happen to a worker. */
export type WorkerInput =
  | { readonly type: 'event'; readonly event: ClientEvent }
  | { readonly type: 'figures'; readonly stats: WorkerStats };

/** What to print, and the state after it. */
export interface WorkerLines {
  readonly seen: WorkerSeen;
  readonly lines: readonly string[];
}

/** Before a worker starts. */
export const NOTHING_SEEN: WorkerSeen = {
  ended: { completed: 0, failed: 0 },
  trouble: undefined,
  reported: undefined,
  isDatabaseDown: false,
  figures: undefined,
};

/** A worker continues whatever happens, so a first failure is not reported. */
const SERVICE = { url: 'the service', hasAnswered: true };

/** How often unchanged figures are printed again, in ms: to show that the worker is alive. */
const REPEAT_AFTER_MS = 60_000;

/** Decides what a log for people says of an event, or of the latest figures. */
export const workerLines = (seen: WorkerSeen, input: WorkerInput, now: number): WorkerLines =>
  input.type === 'event' ? linesOfEvent(seen, input.event, now) : linesOfFigures(seen, input.stats, now);

function linesOfEvent(seen: WorkerSeen, event: ClientEvent, now: number): WorkerLines {
  const isFailure = isDatabaseFailure(event);
  const trouble = troubleAfter(seen.trouble, event, SERVICE);
  const { reported, lines } = troubleLines(seen.reported, trouble, now);
  const ended = {
    completed: seen.ended.completed + (event.type === 'JOB_COMPLETED' ? 1 : 0),
    failed: seen.ended.failed + (event.type === 'JOB_FAILED' ? 1 : 0),
  };
  return {
    seen: { ...seen, ended, trouble, reported, isDatabaseDown: seen.isDatabaseDown || isFailure },
    lines: [...(isFailure && !seen.isDatabaseDown ? [failureText(event)] : []), ...lines],
  };
}

/** Figures come from the database, so it is responding. */
function linesOfFigures(seen: WorkerSeen, stats: WorkerStats, now: number): WorkerLines {
  const text = figuresText(stats, seen.ended);
  const isDue = text !== seen.figures?.text || now - seen.figures.at >= REPEAT_AFTER_MS;
  return {
    seen: { ...seen, isDatabaseDown: false, figures: isDue ? { text, at: now } : seen.figures },
    lines: [...(seen.isDatabaseDown ? ['The database is responding again.'] : []), ...(isDue ? [text] : [])],
  };
}

type DatabaseFailure = Extract<ClientEvent, { type: 'ERROR_OCCURRED' }>;

/** A failed database call: an error that is about neither a job nor a response of the service. */
const isDatabaseFailure = (event: ClientEvent): event is DatabaseFailure =>
  event.type === 'ERROR_OCCURRED' && event.jobId === undefined && event.error.name === 'TranslationError';

const failureText = ({ error }: DatabaseFailure): string =>
  `The database is not responding (${databaseReason(error.cause ?? error)}); retrying.`;

/** `12 watches open, 3 due for 0.4 s; 2 creates open; 4.2 requests/s; 118 completed, 2 failed` */
function figuresText({ watches, creates, circuit, requestsPerSecond }: WorkerStats, ended: Ended): string {
  const silentMs = Math.max(watches.silentMs, creates.silentMs);
  return [
    laneText(watches, 'watch', 'watches'),
    ...(creates.open > 0 ? [laneText(creates, 'create', 'creates')] : []),
    `${requestsPerSecond.toFixed(1)} requests/s`,
    `${ended.completed} completed, ${ended.failed} failed`,
    ...(circuit.state.state === 'closed' ? [] : [`circuit ${circuit.state.state}`]),
    ...(silentMs > 0 ? [`silent for ${durationText(silentMs)}`] : []),
  ].join('; ');
}

const laneText = ({ open, due, lateMs }: LaneStats, one: string, many: string): string =>
  `${counted(open, one, many)} open${due > 0 ? `, ${due} due for ${durationText(lateMs)}` : ''}`;
