/**
 * Refuses options that nobody reads: a misspelt one would otherwise be ignored.
 *
 * @throws TypeError naming the first unknown one, and those there are.
 */
export function checkKnown(doing: string, options: unknown, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(
      `Cannot ${doing}: options must be an object, got ${options === null ? 'null' : typeof options}`,
    );
  }
  const unknown = Object.keys(options).find(name => !known.includes(name));
  if (unknown !== undefined) {
    throw new TypeError(`Cannot ${doing}: there is no option \`${unknown}\`; there are ${known.join(', ')}`);
  }
}

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
