import * as z from 'zod';
import type { Random } from './random.js';

/**
 * How long something takes, in milliseconds: a fixed time, a range (uniform), a lognormal distribution (half of the
 * draws below `medianMs`, about two thirds within a factor of e^`sigma`), or an exponential one.
 */
export type Duration =
  | number
  | readonly [fromMs: number, toMs: number]
  | { readonly kind: 'lognormal'; readonly medianMs: number; readonly sigma: number }
  | { readonly kind: 'exponential'; readonly meanMs: number };

const ms = z.number({ error: 'must be milliseconds' }).min(0, 'must be at least 0 ms');
const sigma = z
  .number({ error: 'must be a number' })
  .min(0, 'must be between 0 and 10')
  .max(10, 'must be between 0 and 10');

/** Checks a duration. @internal */
export const durationSchema: z.ZodType<Duration> = z.union(
  [
    ms,
    z.tuple([ms, ms]).refine(([from, to]) => from <= to, 'must not end before it begins'),
    z.strictObject({ kind: z.literal('lognormal'), medianMs: ms, sigma }),
    z.strictObject({ kind: z.literal('exponential'), meanMs: ms }),
  ],
  {
    error:
      "must be milliseconds (0 or more), a range [from, to], { kind: 'lognormal', medianMs, sigma } or { kind: 'exponential', meanMs }",
  },
);

/** Draws one duration, in whole milliseconds. Always draws two random numbers, so that later draws do not depend on the kind. */
export const drawDuration = (duration: Duration, random: Random): number => {
  const u = random();
  const v = random();
  return Math.round(draw(duration, u, v));
};

const draw = (duration: Duration, u: number, v: number): number => {
  if (typeof duration === 'number') return duration;
  if ('kind' in duration) {
    switch (duration.kind) {
      case 'exponential':
        return -duration.meanMs * Math.log(1 - u);
      case 'lognormal':
        return duration.medianMs * Math.exp(duration.sigma * gaussian(u, v));
    }
  }
  const [from, to] = duration;
  return from + u * (to - from);
};

/** Box-Muller. */
const gaussian = (u: number, v: number): number =>
  Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * v);
