/** Which requests a fault affects, and how often. Every kind of fault has these fields. */
export interface FaultAim {
  /**
   * Only these requests: those that start with it (`'POST'`, `'/status'`, `'POST /job'`), or those of one call in both APIs:
   * `'create'`, `'single'` (status of one job) or `'bulk'` (status of many).
   * @default every request
   */
  readonly on?: string | undefined;
  /**
   * Only requests for this job. A fault that rewrites a bulk response changes only the report on this job.
   * @default any job
   */
  readonly job?: string | undefined;
  /**
   * Only requests that name more jobs than this.
   * @default 0
   */
  readonly moreThan?: number | undefined;
  /**
   * How many requests; `Infinity` for all from now on.
   * @default 1
   */
  readonly times?: number | undefined;
  /**
   * How long, from the first affected request, in ms. Instead of `times`.
   * @default none
   */
  readonly forMs?: number | undefined;
  /**
   * `'after'`: the request is carried out, then its response is lost or replaced: the job exists.
   * `'before'`: it is not carried out. Faults that change the real response are always `'after'`.
   * @default 'before'
   */
  readonly when?: 'before' | 'after' | undefined;
}

type NoFields = object;

/** Every kind of fault, with the fields that it takes besides those of its aim. */
export interface FaultFields {
  /** No fault: lets a request through, to place the next fault exactly. */
  readonly pass: NoFields;
  /** The real response, late. */
  readonly delay: { readonly ms: number };

  /**
   * This status. `body`: an object is sent as JSON, text unchanged, null as nothing; by default an error envelope from 400 on,
   * with `code` if given. `retryAfter`: seconds (2 or `'2'`), any other text unchanged (`'10.0'`), or an HTTP date that far ahead
   * of the clock. `withoutDate` leaves out the `Date` header.
   */
  readonly status: {
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>> | undefined;
    readonly retryAfter?: number | string | { readonly dateInMs: number } | undefined;
    readonly body?: unknown;
    readonly code?: string | undefined;
    readonly withoutDate?: boolean | undefined;
  };
  /** An HTML page instead of JSON, as from gateways and captive portals; @default status 200. */
  readonly html: { readonly status?: number | undefined };
  /** No body; @default status 200. */
  readonly empty: { readonly status?: number | undefined };
  /** To another URL, or to `'self'` for a loop; @default status 302, to '/login', a page. */
  readonly redirect: { readonly to?: string | undefined; readonly status?: number | undefined };

  /** The connection is reset before the head of a response. */
  readonly reset: NoFields;
  /** The connection is ended before the head of a response. */
  readonly end: NoFields;
  /** The connection stays silent before the head of a response. */
  readonly stall: NoFields;
  /** The connection is reset in the middle of the real response's body. */
  readonly 'reset-body': NoFields;
  /** The connection is ended in the middle of the real response's body. */
  readonly 'end-body': NoFields;
  /** The connection goes silent in the middle of the real response's body. */
  readonly 'stall-body': NoFields;
  /** The real response, one byte each `everyMs`; @default 100. */
  readonly drip: { readonly everyMs?: number | undefined };

  /** The real response's body up to the middle, as if that were all. */
  readonly 'cut-json': NoFields;
  /** The real response behind a byte order mark. */
  readonly bom: NoFields;
  /** JSON with invalid UTF-8. */
  readonly 'bad-utf8': NoFields;
  /** Arrays within arrays; @default depth 100 000. */
  readonly 'deep-json': { readonly depth?: number | undefined };
  /** JSON of this size, with `gzip` compressed to a thousandth; @default bytes 64 MiB. */
  readonly huge: { readonly bytes?: number | undefined; readonly gzip?: boolean | undefined };
  /** `Content-Encoding: gzip` with a body that is not gzip. */
  readonly 'bad-gzip': NoFields;
  /** The real response with one long header; @default bytes 20 KiB. */
  readonly 'big-headers': { readonly bytes?: number | undefined };

  /** The real response, with other words for statuses: one for all, or a table from the real word to the odd one. */
  readonly words: { readonly words: string | Readonly<Record<string, string>> };
  /** The real response, with these fields set in each report on a job, and those dropped. */
  readonly report: {
    readonly set?: Readonly<Record<string, unknown>> | undefined;
    readonly drop?: readonly string[] | undefined;
  };
  /** The real response, with progress in percent; needs the option `progress`. */
  readonly percent: NoFields;
  /** The real response, with this many bytes of padding in each report on a job; @default 12 000. */
  readonly padded: { readonly bytes?: number | undefined };

  /** The job of this create is unknown to status calls for this time: 404, and `not_found` in bulk. */
  readonly 'replica-lag': { readonly ms: number };
  /** Status calls report the end of this create's job this late: its webhook is early. */
  readonly 'early-webhook': { readonly ms: number };

  /** Bytes that are not HTTP. */
  readonly garbage: NoFields;
  /** Two different content-lengths. */
  readonly 'two-lengths': NoFields;
  /** 100, 102 or 103 first, then the real response. */
  readonly informational: { readonly status: 100 | 102 | 103 };
  /** 101, which the client did not ask for. */
  readonly switching: NoFields;
}

/** The name of a kind of fault. */
export type FaultKind = keyof FaultFields;

/** A fault of one kind. */
export type FaultOf<Kind extends FaultKind> = {
  [Each in Kind]: { readonly kind: Each } & FaultFields[Each] & FaultAim;
}[Kind];

/** One fault: what goes wrong, with which requests, how often. */
export type Fault = FaultOf<FaultKind>;
