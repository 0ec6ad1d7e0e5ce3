import { Option } from 'commander';
import { DURABLE_TIMEOUT_MS } from '../../lib/durable/policy/limits.js';
import { durationFlag, parseDurationFlag } from './duration-flag.js';

/** HeyGen itself considers a job stuck after an hour. */
const WATCH_TIMEOUT_MS = 3_600_000;

/** `--timeout 20m`, in ms. Without it `watchTimeoutMs` decides. */
export const watchTimeoutFlag = (): Option =>
  new Option(
    '--timeout <duration>',
    `maximum time to watch: seconds, or 1500ms, 90s, 20m, 1h30m, 2d (default: ${durationFlag(WATCH_TIMEOUT_MS)}, with --durable ${durationFlag(DURABLE_TIMEOUT_MS)})`,
  ).argParser(parseDurationFlag);

/** The same for a command that never watches for long. */
export const timeoutFlag = (defaultMs: number): Option =>
  new Option('--timeout <duration>', 'maximum time to try: seconds, or 1500ms, 90s, 20m, 1h30m, 2d')
    .default(defaultMs, durationFlag(defaultMs))
    .argParser(parseDurationFlag);

/** What decides how long a watch lasts. */
export interface WatchTimeout {
  readonly timeout?: number;
  readonly durable?: boolean;
}

/** How long a watch lasts at most, in ms. */
export const watchTimeoutMs = ({ timeout, durable }: WatchTimeout): number =>
  timeout ?? (durable === true ? DURABLE_TIMEOUT_MS : WATCH_TIMEOUT_MS);

/** The arguments that give another watch the same deadline. */
export const timeoutArgs = ({ timeout }: WatchTimeout): readonly string[] =>
  timeout === undefined ? [] : ['--timeout', durationFlag(timeout)];
