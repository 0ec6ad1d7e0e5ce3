import type { RequestEntry } from './stats.js';

/** `12:00:00.123 GET /status/3f9c 503 2 ms (status)` */
export const logLine = ({ at, method, target, status, fault, durationMs }: RequestEntry): string => {
  const time = new Date(at).toISOString().slice(11, 23);
  const cause = fault === undefined ? '' : ` (${fault})`;
  return `${time} ${method} ${target} ${status ?? 'no response'} ${Math.round(durationMs)} ms${cause}`;
};
