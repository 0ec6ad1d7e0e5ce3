import { z } from 'zod';

/** A time that a timer of Node can wait. */
export const timeMs = z
  .number({ error: 'must be milliseconds' })
  .min(0, 'must be at least 0 ms')
  .max(2 ** 31 - 1, 'must be below 2^31 ms, the longest timer');
