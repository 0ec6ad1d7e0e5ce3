import { InvalidArgumentError } from 'commander';

/** Longest first: the unit in which a duration is a whole number. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
]);

/** `600` (seconds), `90s`, `1.5m`, `1h30m` or `1500ms`, in ms. */
export function parseDurationFlag(text: string): number {
  const given = /^[\d.]+$/.test(text.trim()) ? `${text.trim()}s` : text;
  if (!/^\s*(?:\d+(?:\.\d+)?\s*(?:d|h|ms|m|s)\s*)+$/.test(given)) {
    throw new InvalidArgumentError(
      'It must be a duration, such as 90s, 20m or 1h30m; a bare number is seconds.',
    );
  }
  const parts = given.matchAll(/([\d.]+)\s*([a-z]+)/g);
  return Math.round([...parts].reduce((ms, [, amount, unit]) => ms + Number(amount) * UNITS.get(unit!)!, 0));
}

/** A duration as the flag takes it: `90m`, `2h`, `1500ms`. */
export function durationFlag(ms: number): string {
  const [unit, unitMs] = [...UNITS].find(([, size]) => ms >= size && ms % size === 0) ?? ['ms', 1];
  return `${ms / unitMs}${unit}`;
}
