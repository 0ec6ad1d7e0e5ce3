import type { LaneStats, WorkerStats } from '../../lib/durable/index.js';
import type { ClientEvent, TranslationError } from '../../lib/index.js';
import { describeError } from '../errors/describe-error.js';
import { reasonOf } from '../errors/reason-of.js';
import type { Host } from '../host.js';
import { troubleAfter, type Trouble } from '../jobs/trouble.js';
import { counted } from '../text/counted.js';
import { durationText } from '../text/duration-text.js';
import { jsonText } from '../text/json-text.js';
import { plainText } from '../text/plain-text.js';
import { troubleReporter } from '../views/trouble-reporter.js';
import { databaseReason } from './open-database.js';

/** What is printed of a worker. */
export interface WorkerLog {
  started(): void;
  event(event: ClientEvent): void;
  figures(stats: WorkerStats): void;
  /** Because the service refuses the key, or because the process is to end. */
  stopping(refusal: TranslationError | undefined): void;
  stopped(): void;
}

interface LogOptions {
  readonly json?: boolean | undefined;
  readonly account: string;
  /** Its address, without a password. */
  readonly database: string;
}

/** Unchanged figures are printed again after so many ms: to show that the worker is alive. */
const REPEAT_AFTER_MS = 60_000;

/** Lines with a time for people and log files, or one JSON object per line. */
export const workerLog = (options: LogOptions, host: Host): WorkerLog =>
  options.json === true ? jsonLog(options, host) : textLog(options, host);

function textLog({ account, database }: LogOptions, { stdout }: Host): WorkerLog {
  const print = (text: string): void => {
    stdout.write(`${new Date().toISOString().slice(0, 19)}Z  ${plainText(text)}\n`);
  };
  const reportTrouble = troubleReporter(print);
  const ended = { completed: 0, failed: 0 };
  let trouble: Trouble | undefined;
  let isDatabaseDown = false;
  let last = { text: '', at: 0 };
  return {
    started: () => print(`Working for account ${account}, database ${database}. Ctrl-C stops the worker.`),
    event: event => {
      if (event.type === 'JOB_COMPLETED') ended.completed++;
      if (event.type === 'JOB_FAILED') ended.failed++;
      if (isEngineFailure(event) && !isDatabaseDown) {
        isDatabaseDown = true;
        print(
          `The database does not answer (${databaseReason(event.error.cause ?? event.error)}); trying again.`,
        );
      }
      trouble = troubleAfter(trouble, event);
      reportTrouble(trouble);
    },
    figures: stats => {
      if (isDatabaseDown) print('The database answers again.');
      isDatabaseDown = false;
      const text = figuresText(stats, ended);
      const now = Date.now();
      if (text === last.text && now - last.at < REPEAT_AFTER_MS) return;
      last = { text, at: now };
      print(text);
    },
    stopping: refusal =>
      print(
        refusal === undefined
          ? 'Stopping: finishing the requests under way.'
          : `The service refuses the key: ${reasonOf(refusal)}. Stopping.`,
      ),
    stopped: () => print('Stopped.'),
  };
}

function jsonLog({ account, database }: LogOptions, { stdout }: Host): WorkerLog {
  const print = (type: string, fields: object): void => {
    stdout.write(`${jsonText({ type, at: Date.now(), ...fields })}\n`);
  };
  return {
    started: () => print('started', { account, database }),
    event: ({ type, ...event }) => {
      const error = 'error' in event ? { error: describeError(event.error) } : {};
      print('event', { event: type, ...event, ...error });
    },
    figures: stats => print('figures', stats),
    stopping: refusal => print('stopping', refusal === undefined ? {} : { error: describeError(refusal) }),
    stopped: () => print('stopped', {}),
  };
}

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

interface Ended {
  readonly completed: number;
  readonly failed: number;
}

const laneText = ({ open, due, lateMs }: LaneStats, one: string, many: string): string =>
  `${counted(open, one, many)} open${due > 0 ? `, ${due} due for ${durationText(lateMs)}` : ''}`;

/** A call of the database that failed is about no job, and about no answer of the service. */
const isEngineFailure = (event: ClientEvent): event is Extract<ClientEvent, { type: 'ERROR_OCCURRED' }> =>
  event.type === 'ERROR_OCCURRED' && event.jobId === undefined && event.error.name === 'TranslationError';
