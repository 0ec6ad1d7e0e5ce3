import { z } from 'zod';
import { aim, count } from './aim.js';
import { timeMs } from './time-ms.js';

const text = z.string({ error: 'must be text' });
const headers = z.record(z.string(), z.string(), { error: 'must be an object of texts' }).optional();
const status = z
  .int({ error: 'must be a whole number' })
  .min(100, 'must be at least 100')
  .max(999, 'must be at most 999');

/** Seconds (2 or `'2'`), any other text unchanged (`'10.0'`), or `{ dateInMs }` for an HTTP date that far ahead of the clock. */
const retryAfter = z.union([z.number(), z.string(), z.strictObject({ dateInMs: z.number() })], {
  error: 'must be a number of seconds, a text, or { dateInMs }',
});

const kind = <Kind extends string, Fields extends z.ZodRawShape>(name: Kind, fields: Fields) =>
  z.strictObject({ kind: z.literal(name), ...fields, ...aim });

/** Every kind of fault, with the fields that it takes besides those of its aim. */
export const anyFault = z.discriminatedUnion(
  'kind',
  [
    /** No fault: lets a request through, to place the next fault exactly. */
    kind('pass', {}),
    /** The real answer, late. */
    kind('delay', { ms: timeMs }),

    /**
     * This status. `body`: an object is sent as JSON, text unchanged, null as nothing; by default an error envelope from 400 on,
     * with `code` if given. `withoutDate` leaves out the `Date` header.
     */
    kind('status', {
      status,
      headers,
      retryAfter: retryAfter.optional(),
      body: z.unknown().optional(),
      code: text.optional(),
      withoutDate: z.boolean({ error: 'must be true or false' }).optional(),
    }),
    /** An HTML page instead of JSON, as from gateways and captive portals; @default status 200. */
    kind('html', { status: status.optional() }),
    /** No body; @default status 200. */
    kind('empty', { status: status.optional() }),
    /** To another address, or to `'self'` for a loop; @default status 302, to '/login', a page. */
    kind('redirect', { to: text.optional(), status: status.optional() }),

    /** The connection is reset, ended, or left silent before the head of an answer. */
    kind('reset', {}),
    kind('end', {}),
    kind('stall', {}),
    /** The same in the middle of the real answer's body. */
    kind('reset-body', {}),
    kind('end-body', {}),
    kind('stall-body', {}),
    /** The real answer, one byte each `everyMs`; @default 100. */
    kind('drip', { everyMs: timeMs.optional() }),

    /** The real answer's body up to the middle, as if that were all. */
    kind('cut-json', {}),
    /** The real answer behind a byte order mark. */
    kind('bom', {}),
    /** JSON with invalid UTF-8. */
    kind('bad-utf8', {}),
    /** Arrays within arrays; @default depth 100 000. */
    kind('deep-json', { depth: count.optional() }),
    /** JSON of this size, with `gzip` compressed to a thousandth; @default bytes 64 MiB. */
    kind('huge', { bytes: count.optional(), gzip: z.boolean().optional() }),
    /** `Content-Encoding: gzip` over what is not gzip. */
    kind('bad-gzip', {}),
    /** The real answer with one long header; @default bytes 20 KiB. */
    kind('big-headers', { bytes: count.optional() }),

    /** The real answer, with other words for statuses: one for all, or a table from the real word to the odd one. */
    kind('words', {
      words: z.union([z.string(), z.record(z.string(), z.string())], {
        error: "must be a word, or a table like { completed: 'COMPLETED' }",
      }),
    }),
    /** The real answer, with these fields set in each report on a job, and those dropped. */
    kind('report', {
      set: z.record(z.string(), z.unknown(), { error: 'must be an object of fields' }).optional(),
      drop: z.array(z.string(), { error: 'must be a list of fields' }).optional(),
    }),
    /** The real answer, with progress in percent; needs the option `progress`. */
    kind('percent', {}),
    /** The real answer, with this many bytes of padding in each report on a job; @default 12 000. */
    kind('padded', { bytes: count.optional() }),

    /** The job of this create is unknown to status calls for this time: 404, and `not_found` in bulk. */
    kind('replica-lag', { ms: timeMs }),
    /** Status calls report the end of this create's job this late: its webhook is early. */
    kind('early-webhook', { ms: timeMs }),

    /** Bytes that are not HTTP. */
    kind('garbage', {}),
    /** Two different content-lengths. */
    kind('two-lengths', {}),
    /** 100, 102 or 103 first, then the real answer. */
    kind('informational', { status: z.union([z.literal(100), z.literal(102), z.literal(103)]) }),
    /** 101, which the client did not ask for. */
    kind('switching', {}),
  ],
  { error: 'must be a fault of a known kind' },
);

/** One fault: what goes wrong, with which requests, how often. */
export type Fault = z.input<typeof anyFault>;
/** The kinds of faults. */
export type FaultKind = Fault['kind'];
export type FaultOf<Kind extends FaultKind> = Extract<Fault, { kind: Kind }>;
