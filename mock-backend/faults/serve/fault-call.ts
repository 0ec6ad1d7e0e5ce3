import type { JobStore } from '../../jobs/job-store.js';
import type { FaultKind, FaultOf } from '../fault-kinds.js';
import type { Wire } from '../wire/wire.js';

/** A request that gets a fault, and what the fault can use. */
export interface FaultCall {
  readonly request: Request;
  readonly wire: Wire;
  /** Whether there is a socket, and so a client that decompresses bodies and limits headers. */
  readonly hasSocket: boolean;
  /** Carries out the request. */
  readonly next: () => Promise<Response>;
  readonly jobs: JobStore;
  /** A new `x-request-id`. */
  readonly requestId: () => string;
  readonly now: () => number;
}

/** Serves one kind of fault instead of the response. */
export type Serve<Kind extends FaultKind> = (
  fault: FaultOf<Kind>,
  call: FaultCall,
) => Promise<Response> | Response;

/** How some of the kinds are served. */
export type ServeTable<Kinds extends FaultKind> = { readonly [Kind in Kinds]: Serve<Kind> };
