import type { WorkerStats } from '../../lib/durable/index.js';
import type { ClientEvent, TranslationError } from '../../lib/index.js';
import { describeError } from '../errors/describe-error.js';
import { isKeyRefused } from '../errors/is-key-refused.js';
import { reasonOf } from '../errors/reason-of.js';
import type { Host } from '../host.js';
import { jsonText } from '../text/json-text.js';
import { plainText } from '../text/plain-text.js';
import { NOTHING_SEEN, workerLines, type WorkerInput } from './worker-lines.js';

/** What a worker prints. */
export interface WorkerLog {
  started(): void;
  event(event: ClientEvent): void;
  figures(stats: WorkerStats): void;
  /** Because of a refusal, or because the process should end. */
  stopping(refusal: TranslationError | undefined): void;
  stopped(): void;
}

interface LogOptions {
  readonly json?: boolean | undefined;
  readonly account: string;
  /** Its URL, without a password. */
  readonly database: string;
}

/** Lines with a time for people and log files, or one JSON object per line. */
export const workerLog = (options: LogOptions, host: Host): WorkerLog =>
  options.json === true ? jsonLog(options, host) : textLog(options, host);

function textLog({ account, database }: LogOptions, { stdout, now }: Host): WorkerLog {
  const print = (text: string): void => {
    stdout.write(`${new Date(now()).toISOString().slice(0, 19)}Z  ${plainText(text)}\n`);
  };
  let seen = NOTHING_SEEN;
  const take = (input: WorkerInput): void => {
    const result = workerLines(seen, input, now());
    ({ seen } = result);
    result.lines.forEach(print);
  };
  return {
    started: () => print(`Working for account ${account}, database ${database}. Press Ctrl-C to stop.`),
    event: event => take({ type: 'event', event }),
    figures: stats => take({ type: 'figures', stats }),
    stopping: refusal =>
      print(
        refusal === undefined
          ? 'Stopping: finishing open requests.'
          : `${isKeyRefused(refusal) ? 'The service refused the key: ' : ''}${reasonOf(refusal)}. Stopping.`,
      ),
    stopped: () => print('Stopped.'),
  };
}

function jsonLog({ account, database }: LogOptions, { stdout, now }: Host): WorkerLog {
  const print = (type: string, fields: object): void => {
    stdout.write(`${jsonText({ type, at: now(), ...fields })}\n`);
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
