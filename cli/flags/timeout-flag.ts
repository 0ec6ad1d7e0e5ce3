import { Option } from 'commander';
import { durationFlag, parseDurationFlag } from './duration-flag.js';

/** HeyGen itself considers a job stuck after an hour. */
export const WATCH_TIMEOUT_MS = 3_600_000;

/** `--timeout 20m`, in ms. */
export const timeoutFlag = (defaultMs: number): Option =>
  new Option('--timeout <duration>', 'how long to watch at most: seconds, or 1500ms, 90s, 20m, 2h')
    .default(defaultMs, durationFlag(defaultMs))
    .argParser(parseDurationFlag);

/** The arguments that give another watch the same deadline. */
export const timeoutArgs = (timeoutMs: number): readonly string[] =>
  timeoutMs === WATCH_TIMEOUT_MS ? [] : ['--timeout', durationFlag(timeoutMs)];
