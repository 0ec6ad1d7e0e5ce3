import type { JobId } from 'heygen-rx';

/** How a request ended. */
export type Outcome =
  | { readonly kind: 'response'; readonly status: number }
  /** The status was fine, but the body is not JSON. */
  | { readonly kind: 'not json'; readonly status: number }
  /** The connection broke before the whole body had arrived. */
  | { readonly kind: 'cut off'; readonly status: number }
  /** No connection, or it broke before there was a response. */
  | { readonly kind: 'no connection' }
  /** Not within the time limit. */
  | { readonly kind: 'no response' }
  /** The client no longer needed the response. */
  | { readonly kind: 'cancelled' };

/** A request that a client of this page has sent. */
export interface SentRequest {
  readonly method: string;
  readonly path: string;
  /** The jobs concerned: for a create, the one it has created, once the response is there. */
  readonly jobIds: readonly JobId[];
  /** Epoch ms. */
  readonly sentAt: number;
  readonly tookMs: number;
  readonly outcome: Outcome;
}

/** Has the backend or the connection to it failed? A refusal such as 404 is not a failure. */
export const isFailure = (outcome: Outcome): boolean =>
  outcome.kind === 'response'
    ? outcome.status >= 500 || outcome.status === 429
    : outcome.kind !== 'cancelled';

/** How a request ended, in a word or two. */
export const outcomeText = (outcome: Outcome): string => {
  switch (outcome.kind) {
    case 'response':
      return String(outcome.status);
    case 'not json':
      return `${outcome.status}, not JSON`;
    case 'cut off':
      return `${outcome.status}, cut off`;
    default:
      return outcome.kind;
  }
};

/** The jobs that a status request is about: `/status/ID`, `/status?job_id=ID` or `/status?job_ids=ID,ID`. */
export const jobIdsIn = ({ pathname, searchParams }: URL): readonly JobId[] => {
  const one = searchParams.get('job_id') ?? /^\/status\/(.+)$/.exec(pathname)?.[1];
  return one !== undefined ? [one] : (searchParams.get('job_ids')?.split(',') ?? []);
};

/** The job that a create has created, by the body of its response. */
export const createdIn = (body: string): readonly JobId[] => {
  const id = /"job_id":"([^"]+)"/.exec(body)?.[1];
  return id === undefined ? [] : [id];
};
