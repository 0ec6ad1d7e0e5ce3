import { TimeoutError } from '../../../model/errors.js';
import type { ClaimedCreate } from '../../engine/creates.js';

/**
 * How long after its first attempt a create may be tried again, in ms: 23 h. The service forgets a key after 24 h (HeyGen's reference); the hour is for slow requests and differing
 * clocks.
 */
const KEY_IS_SAFE_MS = 23 * 3_600_000;

/** Why it is too late to send a claimed create; undefined if it is not. If a job may exist, it is sent only while the service remembers the key: later, it would make a second job. */
export function tooLateToSend(
  { startedAt, deadlineAt, firstSentAt }: ClaimedCreate,
  now: number,
): TimeoutError | undefined {
  if (now >= deadlineAt)
    return new TimeoutError(`No job was created within ${Math.round(deadlineAt - startedAt)} ms`);
  return firstSentAt === undefined || now < firstSentAt + KEY_IS_SAFE_MS
    ? undefined
    : new TimeoutError('The service may have forgotten the key of its first attempt, 23 hours ago');
}
