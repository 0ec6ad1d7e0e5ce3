import type { Fault } from '../faults/fault-kinds.js';
import type { RequestEntry } from './stats.js';

/** A request in progress. */
interface Reported {
  readonly request: Request;
  readonly target: string;
  readonly endpoint: string;
  readonly fault: Fault | undefined;
}

/** Reports a request once: with the status of its response, or without one if the client disconnects first. */
export const reportRequest = (
  { request, target, endpoint, fault }: Reported,
  onRequest: (entry: RequestEntry) => void,
  at: number,
): ((status?: number) => void) => {
  const startedAt = performance.now();
  let isReported = false;
  const report = (status?: number): void => {
    if (isReported) return;
    isReported = true;
    onRequest({
      at,
      method: request.method,
      target,
      endpoint,
      headers: Object.fromEntries(request.headers),
      ...(status !== undefined && { status }),
      ...(fault !== undefined && { fault: fault.kind }),
      durationMs: performance.now() - startedAt,
    });
  };
  request.signal.addEventListener('abort', () => report(), { once: true });
  return report;
};
