import * as z from 'zod';

/** A period in which every request fails. */
export interface OutageWindow {
  /** From the start of the backend. */
  readonly startsAfterMs: number;
  /** How long it lasts, in ms. */
  readonly lastsMs: number;
}

const sinceMs = z.number({ error: 'must be milliseconds' }).min(0, 'must be at least 0');

/** Checks a period. @internal */
export const outageSchema: z.ZodType<OutageWindow> = z.strictObject(
  { startsAfterMs: sinceMs, lastsMs: sinceMs },
  { error: 'must be { startsAfterMs, lastsMs }, both 0 or more' },
);
