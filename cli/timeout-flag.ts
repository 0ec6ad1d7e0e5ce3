import { InvalidArgumentError, Option } from 'commander';
import { parseMs } from '../mock-backend/values/duration-text.js';

/** Beyond an hour HeyGen itself calls a job stuck. */
export const WATCH_TIMEOUT_MS = 3_600_000;

/** The words that give a watch the same deadline. */
export const timeoutWords = (timeoutMs: number): readonly string[] =>
  timeoutMs === WATCH_TIMEOUT_MS ? [] : ['--timeout', durationFlag(timeoutMs)];

/** `--timeout 20m`, in ms. */
export const timeoutFlag = (defaultMs: number): Option =>
  new Option('--timeout <duration>', 'how long to watch at most, such as 90s, 20m or 2h')
    .default(defaultMs, durationFlag(defaultMs))
    .argParser(text => {
      const ms = parseMs(text);
      if (ms !== undefined) return ms;
      throw new InvalidArgumentError('It must be a duration, such as 90s, 20m or 2h.');
    });

const UNITS: readonly (readonly [unit: string, ms: number])[] = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
];

/** A duration as the flag takes it: `90m`, `2h`, `1500ms`. */
function durationFlag(ms: number): string {
  const [unit, size] = UNITS.find(([, of]) => ms >= of && ms % of === 0) ?? ['ms', 1];
  return `${ms / size}${unit}`;
}
