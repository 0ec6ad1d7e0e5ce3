import * as z from 'zod';
import { aim, count } from './aim.js';
import type { Fault, FaultKind } from './fault-kinds.js';
import { timeMs } from './time-ms.js';

const text = z.string({ error: 'must be text' });
/** Whether a response can have these headers. Others would end as an unintended 500. */
const areHeaders = (headers: Record<string, string>): boolean => {
  try {
    new Headers(headers);
    return true;
  } catch {
    return false;
  }
};

const headers = z
  .record(z.string(), z.string(), { error: 'must be an object of texts' })
  .refine(areHeaders, { error: 'must be valid HTTP headers' })
  .optional();
const headerText = text.refine(value => areHeaders({ value }), { error: 'must be valid in an HTTP header' });
const status = z
  .int({ error: 'must be a whole number' })
  .min(100, 'must be at least 100')
  .max(999, 'must be at most 999');

/** Seconds (2 or `'2'`), any other text unchanged (`'10.0'`), or `{ dateInMs }` for an HTTP date that far ahead of the clock. */
const retryAfter = z.union([z.number(), headerText, z.strictObject({ dateInMs: z.number() })], {
  error: 'must be a number of seconds, a text, or { dateInMs }',
});

/** Interim responses: Continue, Processing, Early Hints. The fourth, 101, is a fault of its own: `switching`. */
const interimStatus = z.literal([100, 102, 103], { error: 'must be 100, 102 or 103' });

const kind = <Kind extends string, Fields extends z.ZodRawShape>(name: Kind, fields: Fields) =>
  z.strictObject({ kind: z.literal(name), ...fields, ...aim });

/** Checks a fault of any kind. */
export const anyFault = z.discriminatedUnion(
  'kind',
  [
    kind('pass', {}),
    kind('delay', { ms: timeMs }),
    kind('status', {
      status,
      headers,
      retryAfter: retryAfter.optional(),
      body: z.unknown().optional(),
      code: text.optional(),
      withoutDate: z.boolean({ error: 'must be true or false' }).optional(),
    }),
    kind('html', { status: status.optional() }),
    kind('empty', { status: status.optional() }),
    kind('redirect', { to: headerText.optional(), status: status.optional() }),
    kind('reset', {}),
    kind('end', {}),
    kind('stall', {}),
    kind('reset-body', {}),
    kind('end-body', {}),
    kind('stall-body', {}),
    kind('drip', { everyMs: timeMs.optional() }),
    kind('cut-json', {}),
    kind('bom', {}),
    kind('bad-utf8', {}),
    kind('deep-json', { depth: count.optional() }),
    kind('huge', { bytes: count.optional(), gzip: z.boolean().optional() }),
    kind('bad-gzip', {}),
    kind('big-headers', { bytes: count.optional() }),
    kind('words', {
      words: z.union([z.string(), z.record(z.string(), z.string())], {
        error: "must be a word, or a table like { completed: 'COMPLETED' }",
      }),
    }),
    kind('report', {
      set: z.record(z.string(), z.unknown(), { error: 'must be an object of fields' }).optional(),
      drop: z.array(z.string(), { error: 'must be a list of fields' }).optional(),
    }),
    kind('percent', {}),
    kind('padded', { bytes: count.optional() }),
    kind('replica-lag', { ms: timeMs }),
    kind('early-webhook', { ms: timeMs }),
    kind('garbage', {}),
    kind('two-lengths', {}),
    kind('informational', { status: interimStatus }),
    kind('switching', {}),
  ],
  { error: 'must be a fault of a known kind' },
) satisfies z.ZodType<Fault, Fault>;

/** The names of all kinds, in the order of `FaultFields`. */
export const faultKinds: readonly FaultKind[] = anyFault.options.map(({ shape }) => shape.kind.value);
