import type { Exchange } from './one-exchange.js';

/** One for all: it decodes whole bodies only, for a decoder that is fed by the piece costs as much to make as the rest of the reading. */
const UTF8 = new TextDecoder();

/**
 * Reads a body as text, up to `maxBytes`. They are counted as they leave the decompressor: a few kilobytes of gzip can become
 * gigabytes, and no header tells.
 *
 * @returns undefined when there is more than that.
 */
export async function readBody(
  response: Response,
  maxBytes: number,
  exchange: Exchange,
): Promise<string | undefined> {
  if (response.body === null) return '';
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader();
  const cancel = () => void reader.cancel().catch(() => undefined);
  // A fetch that knows nothing of signals would leave the stream open.
  exchange.whenAborted(cancel);
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
