/**
 * How long after its first attempt a create may be tried again, in ms: 23 h. The service forgets a key after 24 h (HeyGen's reference); the hour is for slow requests and differing
 * clocks.
 */
const KEY_IS_SAFE_MS = 23 * 3_600_000;

/**
 * May this create be sent? If a job may exist, only while the service remembers the key: later, the create would make a second job.
 *
 * @param firstSentAt When the first attempt was claimed that may have created a job; undefined if there is none.
 */
export const maySendCreate = (firstSentAt: number | undefined, now: number): boolean =>
  firstSentAt === undefined || now < firstSentAt + KEY_IS_SAFE_MS;
