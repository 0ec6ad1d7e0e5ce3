const KEY = /^[A-Za-z0-9_:.-]{1,255}$/;

/**
 * Checks a key against the characters that HeyGen's reference allows.
 *
 * @throws TypeError for a key that a service would refuse or misread.
 */
export function checkIdempotencyKey(key: unknown): string {
  if (typeof key === 'string' && KEY.test(key)) return key;
  throw new TypeError(
    `Cannot create a job: the idempotency key must be 1 to 255 characters of A-Z a-z 0-9 _ - : ., got ${
      typeof key === 'string' ? JSON.stringify(key.slice(0, 60)) : typeof key
    }`,
  );
}

/** 128 random bits from the platform, not from the injected `random`: two runs with one seed are still two creates. */
export function mintKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}
