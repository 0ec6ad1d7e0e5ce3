/** The user has asked for something that cannot be: one sentence, and no stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Runs what refuses bad input with a sentence of its own, such as the making of a client. */
export function orUsageError<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}
