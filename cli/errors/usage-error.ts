/** The command line is wrong: printed as one sentence, without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Turns the library's `TypeError` or `RangeError` for invalid input into a `UsageError`, which names the address as the user gave it.
 *
 * @param address What the user gave it with.
 */
export function orUsageError<T>(make: () => T, address = '--base-url'): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) {
      throw new UsageError(
        error.message.replace('`baseUrl`', address).replace(', unless `allowInsecure` is true', ''),
      );
    }
    throw error;
  }
}
