/** The longest time that a timer can hold: beyond it, it fires at once. */
const MAX_MS = 2 ** 31 - 1;

/**
 * Checks a limit in ms or bytes.
 *
 * @throws RangeError unless it is more than 0 and at most 2147483647.
 */
export function checkLimit(name: string, value: unknown): number {
  if (typeof value === 'number' && value > 0 && value <= MAX_MS) return value;
  const got = typeof value === 'number' ? value : typeof value;
  throw new RangeError(
    `Cannot send requests: \`${name}\` must be more than 0 and at most ${MAX_MS}, got ${got}`,
  );
}
