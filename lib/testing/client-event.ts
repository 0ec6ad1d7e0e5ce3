import { NetworkError, TimeoutError } from '../model/errors.js';
import type { EventOf, EventType } from '../model/events.js';
import { batchSnapshot } from './batch-snapshot.js';
import { completedSnapshot, failedSnapshot, runningSnapshot } from './snapshots.js';

type Defaults = { readonly [T in EventType]: () => Omit<EventOf<T>, 'type' | 'at'> };

const jobId = 'job-1';
const refused = () => new NetworkError('Connection refused', { jobId, code: 'ECONNREFUSED' });

const DEFAULTS: Defaults = {
  JOB_CREATED: () => ({ jobId }),
  STATUS_CHANGED: () => ({
    jobId,
    previousState: 'pending',
    currentState: 'running',
    snapshot: runningSnapshot({ previousStatus: 'pending', polls: 2 }),
  }),
  RETRY_ATTEMPTED: () => ({ jobId, attempt: 1, delayMs: 500, error: refused() }),
  ERROR_OCCURRED: () => ({ jobId, error: refused() }),
  JOB_COMPLETED: () => ({ jobId, snapshot: completedSnapshot() }),
  JOB_FAILED: () => ({ jobId, snapshot: failedSnapshot() }),
  TIMEOUT: () => ({ jobId, error: new TimeoutError('Job job-1 is still running', { jobId }) }),
  CIRCUIT_BREAKER_OPENED: () => ({ previousState: 'closed', currentState: 'open', delayMs: 60_000 }),
  CIRCUIT_BREAKER_CLOSED: () => ({ previousState: 'half-open', currentState: 'closed' }),
  BATCH_OPERATION: () => ({ phase: 'started', batch: batchSnapshot({ [jobId]: 'unseen' }) }),
};

/**
 * An event of one type as a client emits it: about `job-1`, at 0, except for the given fields.
 *
 * Fields that belong together, such as a different `jobId` and a snapshot with that id, must both be given.
 *
 * @throws TypeError for an unknown type.
 * @example
 * const event = clientEvent('RETRY_ATTEMPTED', { attempt: 2, delayMs: 1000 });
 */
export function clientEvent<T extends EventType>(
  type: T,
  fields: Partial<Omit<EventOf<T>, 'type'>> = {},
): EventOf<T> {
  if (!Object.hasOwn(DEFAULTS, type)) {
    throw new TypeError(
      `Cannot build an event: \`type\` must be one of ${Object.keys(DEFAULTS).join(', ')}, got "${type}"`,
    );
  }
  return { type, at: 0, ...DEFAULTS[type](), ...fields } as unknown as EventOf<T>;
}
