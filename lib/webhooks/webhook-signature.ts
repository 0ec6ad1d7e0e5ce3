/** A webhook's body as received, byte for byte: parsed and serialised again, it would no longer match its signature. */
export type RawBody = string | ArrayBuffer | Uint8Array;

const HMAC = { name: 'HMAC', hash: 'SHA-256' } as const;

/**
 * The secrets that a signature may have been made with: one, or the old and the new one during a rotation.
 *
 * @throws TypeError, without showing them, unless each is a string.
 */
export class WebhookSecrets {
  readonly #secrets: readonly string[];
  #keys: Promise<readonly CryptoKey[]> | undefined;

  constructor(secret: string | readonly string[]) {
    const secrets = [secret].flat();
    if (secrets.length === 0 || secrets.some(one => typeof one !== 'string' || one === '')) {
      throw new TypeError(
        'Cannot verify webhooks: `secret` must be a string or a list of strings, none of them empty (not shown: it is secret)',
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
    checkRaw(body);
    // Before the body is copied: it may be large.
    if (!/^[0-9a-f]{64}$/.test(signature)) return false;
    const signed = bytesOf(body);
    const bytes = Uint8Array.from({ length: 32 }, (_, i) =>
      Number.parseInt(signature.slice(2 * i, 2 * i + 2), 16),
    );
    this.#keys ??= Promise.all(this.#secrets.map(keyOf));
    const matches = (await this.#keys).map(async key => await crypto.subtle.verify(HMAC, key, bytes, signed));
    return (await Promise.all(matches)).includes(true);
  }
}

/** HeyGen signs with the full secret, including its `whsec_`. */
async function keyOf(secret: string): Promise<CryptoKey> {
  return await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), HMAC, false, ['verify']);
}

function bytesOf(body: RawBody): Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return new TextEncoder().encode(body);
  return ArrayBuffer.isView(body) ? Uint8Array.from(body) : new Uint8Array(body);
}

/** Not by class: in a sandbox, such as that of Jest with jsdom, the bytes of Node are of another realm. */
function isBytes(body: unknown): boolean {
  const kind = Object.prototype.toString.call(body);
  return kind === '[object Uint8Array]' || kind === '[object ArrayBuffer]';
}

function checkRaw(body: unknown): asserts body is RawBody {
  if (typeof body === 'string' || isBytes(body)) return;
  throw new TypeError(
    `Cannot verify webhooks: the body must be raw, a string or bytes as received, got ${body === null ? 'null' : typeof body}; did a parser read it first?`,
  );
}

/** 1 MiB; HeyGen's webhooks have a few hundred bytes. */
const MAX_LENGTH = 1_048_576;

/** Is this body too large to be a webhook? Checked without copying it. */
export function isTooLong(body: RawBody): boolean {
  checkRaw(body);
  return (typeof body === 'string' ? body.length : body.byteLength) > MAX_LENGTH;
}
