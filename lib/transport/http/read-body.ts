import type { Abort } from './exchange.js';

/** One for all: it decodes whole bodies only. A decoder of its own for each body, fed piece by piece, costs as much as the rest of the reading. */
const UTF8 = new TextDecoder();

/**
 * Reads a body as text, up to `maxBytes`. They are counted after decompression: a few kilobytes of gzip can become gigabytes, and no header
 * tells.
 *
 * @returns undefined when the body is longer.
 */
export async function readBody(
  response: Response,
  maxBytes: number,
  abort: Abort,
): Promise<string | undefined> {
  if (response.body === null) return '';
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader();
  const cancel = () => void reader.cancel().catch(() => undefined);
  // A fetch that ignores the signal would leave the stream open.
  abort.onAbort(cancel);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return UTF8.decode(joined(chunks, bytes));
    bytes += value.byteLength;
    if (bytes > maxBytes) {
      cancel();
      return undefined;
    }
    chunks.push(value);
  }
}

function joined(chunks: readonly Uint8Array[], bytes: number): Uint8Array {
  const [only] = chunks;
  if (chunks.length === 1 && only !== undefined) return only;
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}
