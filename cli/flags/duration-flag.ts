import { InvalidArgumentError } from 'commander';

/** Longest first: the unit in which a duration is a whole number. */
const UNITS: readonly (readonly [unit: string, ms: number])[] = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
];

/** `600` (seconds), `90s`, `1.5m`, `2h` or `1500ms`, in ms. */
export function parseDurationFlag(text: string): number {
  const [, amount, unit = 's'] = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|m|h)?\s*$/.exec(text) ?? [];
  const [, unitMs = NaN] = UNITS.find(([name]) => name === unit) ?? [];
  if (amount !== undefined) return Math.round(Number(amount) * unitMs);
  throw new InvalidArgumentError('It must be a duration, such as 90s, 20m or 2h; a bare number is seconds.');
}

/** A duration as the flag takes it: `90m`, `2h`, `1500ms`. */
export function durationFlag(ms: number): string {
  const [unit, unitMs] = UNITS.find(([, size]) => ms >= size && ms % size === 0) ?? ['ms', 1];
  return `${ms / unitMs}${unit}`;
}
