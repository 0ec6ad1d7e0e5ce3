/** A webhook's body as it came in, byte for byte: parsed and written again it would not fit its signature. */
export type RawBody = string | ArrayBuffer | Uint8Array;

const HMAC = { name: 'HMAC', hash: 'SHA-256' } as const;

/**
 * Secrets that a signature may have been made with: one, or while it is being replaced the old one and the new.
 *
 * @throws TypeError, showing none of them, unless each is a text.
 */
export class WebhookSecrets {
  readonly #secrets: readonly string[];
  #keys: Promise<readonly CryptoKey[]> | undefined;

  constructor(secret: string | readonly string[]) {
    const secrets = [secret].flat();
    if (secrets.length === 0 || secrets.some(one => typeof one !== 'string' || one === '')) {
      throw new TypeError(
        'Cannot verify webhooks: `secret` must be a text or a list of them (not shown: it is secret)',
      );
    }
    this.#secrets = secrets;
  }

  /**
   * Was the body signed with one of the secrets? The signature is lower-case hex; Web Crypto compares in constant time.
   *
   * @throws TypeError (rejects) for a body that is not raw.
   */
  async match(signature: string, body: RawBody): Promise<boolean> {
    const signed = bytesOf(body);
    if (!/^[0-9a-f]{64}$/.test(signature)) return false;
    const bytes = Uint8Array.from({ length: 32 }, (_, i) =>
      Number.parseInt(signature.slice(2 * i, 2 * i + 2), 16),
    );
    this.#keys ??= Promise.all(this.#secrets.map(keyOf));
    const matches = (await this.#keys).map(async key => await crypto.subtle.verify(HMAC, key, bytes, signed));
    return (await Promise.all(matches)).includes(true);
  }
}

/** HeyGen signs with the whole secret, its `whsec_` included. */
async function keyOf(secret: string): Promise<CryptoKey> {
  return await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), HMAC, false, ['verify']);
}

function bytesOf(body: unknown): Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return new TextEncoder().encode(body);
  if (body instanceof Uint8Array) return Uint8Array.from(body);
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  throw new TypeError(
    `Cannot verify webhooks: the body must be raw, a text or bytes as they came in, got ${body === null ? 'null' : typeof body}`,
  );
}
