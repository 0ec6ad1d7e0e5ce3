import * as z from 'zod';

/** A fraction, from 0 (none) to 1 (all). */
export const shareSchema = z
  .number({ error: 'must be a number' })
  .min(0, 'must be between 0 and 1')
  .max(1, 'must be between 0 and 1');
