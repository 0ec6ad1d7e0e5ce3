import { z } from 'zod';

/** A share of all, 0 .. 1. */
export const shareSchema = z
  .number({ error: 'must be a number' })
  .min(0, 'must be between 0 and 1')
  .max(1, 'must be between 0 and 1');
