import type { Exchange } from './one-exchange.js';

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
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > maxBytes) {
      cancel();
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
}
