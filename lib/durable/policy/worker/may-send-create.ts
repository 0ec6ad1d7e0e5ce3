/**
 * How long after its first attempt a create may be tried again, in ms: 23 h. The service forgets a key after 24 h (HeyGen's reference); the hour is for a request that is
 * slow and for clocks that differ.
 */
export const KEY_IS_SAFE_MS = 23 * 3_600_000;

/**
 * May this create be sent? Always while no job can exist; otherwise only as long as the service knows the key, since afterwards it would make a second job.
 *
 * @param firstSentAt When the first attempt was claimed after which a job may exist.
 */
export const maySendCreate = (firstSentAt: number | undefined, now: number): boolean =>
  firstSentAt === undefined || now < firstSentAt + KEY_IS_SAFE_MS;
