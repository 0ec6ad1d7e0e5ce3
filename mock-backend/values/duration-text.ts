import { durationSchema, type Duration } from './duration.js';

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `2000`, `500ms`, `2s`, `1.5m`, `1h` in milliseconds; undefined for anything else. */
export const parseMs = (text: string): number | undefined => {
  const [, amount, unit = 'ms'] = /^\s*(\d+(?:\.\d+)?)(ms|s|m|h)?\s*$/.exec(text) ?? [];
  return amount === undefined ? undefined : Number(amount) * (units[unit] ?? 1);
};

/** `2s`, `2s-8s`, `lognormal(60s,0.5)` or `exponential(30s)`; undefined for anything else. */
export const parseDuration = (text: string): Duration | undefined => {
  const [, kind, args = ''] = /^\s*([a-z]+)\((.*)\)\s*$/.exec(text) ?? [];
  const parsed = kind === undefined ? fixedOrRange(text.split('-')) : distribution(kind, args.split(','));
  const result = durationSchema.safeParse(parsed);
  return result.success ? result.data : undefined;
};

const fixedOrRange = ([from = '', to, ...rest]: readonly string[]): unknown => {
  if (rest.length > 0) return undefined;
  return to === undefined ? parseMs(from) : [parseMs(from), parseMs(to)];
};

const distribution = (kind: string, args: readonly string[]): unknown => {
  const [first = '', second = ''] = args;
  if (kind === 'lognormal' && args.length === 2)
    return { kind, medianMs: parseMs(first), sigma: Number(second || NaN) };
  if (kind === 'exponential' && args.length === 1) return { kind, meanMs: parseMs(first) };
  return undefined;
};
