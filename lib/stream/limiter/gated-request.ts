import type { Observable } from 'rxjs';
import type { RequestKind } from './request-limiter.js';

/** While the circuit is open, requests of streams wait and those of one-shots fail. */
export type WhenOpen = 'wait' | 'fail';

/** One request, and how it is to be sent. */
export interface GatedRequest<T> {
  /** Called when the request may be sent: what it contains may be decided then. */
  send(): Observable<T>;
  readonly kind: RequestKind;
  readonly whenOpen: WhenOpen;
  /** Time limit of the request, in ms, including the body of the response. */
  readonly timeLimitMs: number;
  /** Fail at once if the service asks to wait longer than this, in ms. Absent: wait. */
  readonly maxWaitMs?: number | undefined;
}
