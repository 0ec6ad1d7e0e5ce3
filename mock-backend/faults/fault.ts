import { z } from 'zod';

const count = z.int({ error: 'must be a whole number of at least 1' }).min(1, 'must be at least 1');
const timeMs = z
  .number({ error: 'must be milliseconds' })
  .min(0, 'must be at least 0 ms')
  .max(2 ** 31 - 1, 'must be below 2^31 ms, the longest timer');

/** Where and how often a fault strikes. */
const aim = {
  /**
   * Only requests that begin so: `'POST'`, `'/status'`, `'POST /job'`, `'GET /status?job_ids'`.
   * @default every request
   */
  on: z.string({ error: "must be text like 'POST /job'" }).optional(),
  /**
   * How many requests in a row; `Infinity` for all from now on.
   * @default 1
   */
  times: z
    .union([count, z.literal(Infinity)], { error: 'must be a whole number of at least 1, or Infinity' })
    .optional(),
  /**
   * `'after'`: the request is carried out, then its answer is lost or replaced: the job exists.
   * `'before'`: it is not carried out. Faults that spoil the true answer always come after.
   * @default 'before'
   */
  when: z.enum(['before', 'after'], { error: "must be 'before' or 'after'" }).optional(),
};

const headers = z.record(z.string(), z.string(), { error: 'must be an object of texts' }).optional();
const status = z
  .int({ error: 'must be a whole number' })
  .min(100, 'must be at least 100')
  .max(999, 'must be at most 999');

/**
 * Seconds (2 or `'2'`), any other text as it is, or `{ dateInMs }` for an HTTP date so far ahead of the clock.
 */
const retryAfter = z.union([z.number(), z.string(), z.strictObject({ dateInMs: z.number() })], {
  error: 'must be a number of seconds, a text, or { dateInMs }',
});

/** Every kind of fault, each with what it takes besides `on`, `times` and `when`. */
export const faultSchema = z.discriminatedUnion(
  'kind',
  [
    /** No fault: lets a request through, to place the next fault exactly. */
    z.strictObject({ kind: z.literal('pass'), ...aim }),
    /** The true answer, late. */
    z.strictObject({ kind: z.literal('delay'), ms: timeMs, ...aim }),
    /** This status. `body`: an object goes out as JSON, text as it is, null as nothing; @default an error envelope from 400 on. */
    z.strictObject({
      kind: z.literal('status'),
      status,
      headers,
      retryAfter: retryAfter.optional(),
      body: z.unknown().optional(),
      ...aim,
    }),
    /** A page where JSON is expected, as gateways and captive portals send; @default status 200. */
    z.strictObject({ kind: z.literal('html'), status: status.optional(), ...aim }),
    /** No body at all; @default status 200. */
    z.strictObject({ kind: z.literal('empty'), status: status.optional(), ...aim }),
    /** To another address, or `'self'` for a loop; @default status 302. */
    z.strictObject({ kind: z.literal('redirect'), to: z.string(), status: status.optional(), ...aim }),

    /** The connection is reset, ended, or left silent before the head of an answer. */
    z.strictObject({ kind: z.literal('reset'), ...aim }),
    z.strictObject({ kind: z.literal('end'), ...aim }),
    z.strictObject({ kind: z.literal('stall'), ...aim }),
    /** The same in the middle of the true answer's body. */
    z.strictObject({ kind: z.literal('reset-body'), ...aim }),
    z.strictObject({ kind: z.literal('end-body'), ...aim }),
    z.strictObject({ kind: z.literal('stall-body'), ...aim }),
    /** The true answer, one byte each `everyMs`; @default 100. */
    z.strictObject({ kind: z.literal('drip'), everyMs: timeMs.optional(), ...aim }),

    /** The true answer's body up to the middle, as if that were all. */
    z.strictObject({ kind: z.literal('cut-json'), ...aim }),
    /** The true answer behind a byte order mark. */
    z.strictObject({ kind: z.literal('bom'), ...aim }),
    /** JSON with bytes in it that are not UTF-8. */
    z.strictObject({ kind: z.literal('bad-utf8'), ...aim }),
    /** Arrays within arrays; @default depth 100 000. */
    z.strictObject({ kind: z.literal('deep-json'), depth: count.optional(), ...aim }),
    /** JSON of so many bytes, with `gzip` packed to a thousandth of it; @default bytes 64 MiB. */
    z.strictObject({
      kind: z.literal('huge'),
      bytes: count.optional(),
      gzip: z.boolean().optional(),
      ...aim,
    }),
    /** `Content-Encoding: gzip` over what is not gzip. */
    z.strictObject({ kind: z.literal('bad-gzip'), ...aim }),
    /** The true answer with one long header; @default bytes 20 KiB. */
    z.strictObject({ kind: z.literal('big-headers'), bytes: count.optional(), ...aim }),

    /** Bytes that are not HTTP. */
    z.strictObject({ kind: z.literal('garbage'), ...aim }),
    /** Two different content-lengths. */
    z.strictObject({ kind: z.literal('two-lengths'), ...aim }),
    /** 100, 102 or 103 first, then the true answer. */
    z.strictObject({
      kind: z.literal('informational'),
      status: z.union([z.literal(100), z.literal(102), z.literal(103)]),
      ...aim,
    }),
    /** 101, which nobody asked for. */
    z.strictObject({ kind: z.literal('switching'), ...aim }),
  ],
  { error: 'must be a fault of a known kind' },
);

/** One that chance or an outage brings: how often is not for it to say. */
export const lastingFaultSchema = faultSchema.refine(({ times }) => times === undefined, {
  path: ['times'],
  error: 'means something in a script only',
});

/** One fault of a script: what goes wrong, with which requests, how often. */
export type Fault = z.input<typeof faultSchema>;
export type FaultKind = Fault['kind'];
export type FaultOf<Kind extends FaultKind> = Extract<Fault, { kind: Kind }>;

/** A stretch of time in which every request fails. */
export interface OutageWindow {
  /** After the start of the backend. */
  readonly startsAfterMs: number;
  readonly lastsMs: number;
}

const sinceMs = z.number({ error: 'must be milliseconds' }).min(0, 'must be at least 0');

export const outageSchema: z.ZodType<OutageWindow> = z.strictObject(
  { startsAfterMs: sinceMs, lastsMs: sinceMs },
  { error: 'must be { startsAfterMs, lastsMs }, both 0 or more' },
);

/** Whether a fault is meant for this request. */
export const strikes = (fault: Fault, method: string, target: string): boolean =>
  fault.on === undefined || target.startsWith(fault.on) || `${method} ${target}`.startsWith(fault.on);
