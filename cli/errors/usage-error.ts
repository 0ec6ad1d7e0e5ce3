/** The command line is wrong: printed as one sentence, without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Turns the library's `TypeError` or `RangeError` for invalid input into a `UsageError`, which names the option that the user set.
 *
 * @param option The option that set the base URL.
 */
export function orUsageError<T>(make: () => T, option = '--base-url'): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) {
      throw new UsageError(
        error.message.replace('`baseUrl`', option).replace(', unless `allowInsecure` is true', ''),
      );
    }
    throw error;
  }
}
