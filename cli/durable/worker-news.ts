import type { LaneStats, WorkerStats } from '../../lib/durable/index.js';
import type { ClientEvent } from '../../lib/index.js';
import { troubleAfter, type Trouble } from '../jobs/trouble.js';
import { counted } from '../text/counted.js';
import { durationText } from '../text/duration-text.js';
import { troubleNews } from '../views/trouble-news.js';
import { databaseReason } from './open-database.js';

/** What has been seen of a worker, and what has been printed of it. */
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

/** What is seen of a worker. */
export type WorkerSign =
  | { readonly type: 'event'; readonly event: ClientEvent }
  | { readonly type: 'figures'; readonly stats: WorkerStats };

/** What to print, and what has been seen then. */
export interface WorkerNews {
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

/** Unchanged figures are printed again after so many ms: to show that the worker is alive. */
const REPEAT_AFTER_MS = 60_000;

/** Decides what a log for people says of an event, or of the latest figures. */
export const workerNews = (seen: WorkerSeen, sign: WorkerSign, now: number): WorkerNews =>
  sign.type === 'event' ? newsOfEvent(seen, sign.event, now) : newsOfFigures(seen, sign.stats, now);

function newsOfEvent(seen: WorkerSeen, event: ClientEvent, now: number): WorkerNews {
  const isFailure = isDatabaseFailure(event);
  const trouble = troubleAfter(seen.trouble, event);
  const { reported, lines } = troubleNews(seen.reported, trouble, now);
  const ended = {
    completed: seen.ended.completed + (event.type === 'JOB_COMPLETED' ? 1 : 0),
    failed: seen.ended.failed + (event.type === 'JOB_FAILED' ? 1 : 0),
  };
  return {
    seen: { ...seen, ended, trouble, reported, isDatabaseDown: seen.isDatabaseDown || isFailure },
    lines: [...(isFailure && !seen.isDatabaseDown ? [failureText(event)] : []), ...lines],
  };
}

/** Figures come from the database: so it answers. */
function newsOfFigures(seen: WorkerSeen, stats: WorkerStats, now: number): WorkerNews {
  const text = figuresText(stats, seen.ended);
  const isNew = text !== seen.figures?.text || now - seen.figures.at >= REPEAT_AFTER_MS;
  return {
    seen: { ...seen, isDatabaseDown: false, figures: isNew ? { text, at: now } : seen.figures },
    lines: [...(seen.isDatabaseDown ? ['The database answers again.'] : []), ...(isNew ? [text] : [])],
  };
}

type DatabaseFailure = Extract<ClientEvent, { type: 'ERROR_OCCURRED' }>;

/** A call of the database that failed is about no job, and about no answer of the service. */
const isDatabaseFailure = (event: ClientEvent): event is DatabaseFailure =>
  event.type === 'ERROR_OCCURRED' && event.jobId === undefined && event.error.name === 'TranslationError';

const failureText = ({ error }: DatabaseFailure): string =>
  `The database does not answer (${databaseReason(error.cause ?? error)}); trying again.`;

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
