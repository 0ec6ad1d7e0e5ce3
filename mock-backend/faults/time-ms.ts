import * as z from 'zod';

/** A delay that a Node timer supports. */
export const timeMs = z
  .number({ error: 'must be milliseconds' })
  .min(0, 'must be at least 0 ms')
  .max(2 ** 31 - 1, 'must be below 2^31 ms, the longest timer');
