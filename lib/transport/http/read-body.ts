import type { Abort } from './exchange.js';

/**
 * Shared by all bodies, because a decoder per body, fed chunk by chunk, costs as much as the rest of the reading. Created on first use, because some test environments
 * have none.
 */
let utf8: TextDecoder | undefined;

/**
 * Reads a body as text, up to `maxBytes` after decompression: a few kilobytes of gzip can become gigabytes, and no header says so.
 *
 * @returns undefined when the body is longer.
 */
export async function readBody(
  response: Response,
  maxBytes: number,
  abort: Abort,
): Promise<string | undefined> {
  if (response.body === null) return '';
  if (!isWebStream(response.body)) return await readWhole(response, maxBytes, abort);
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader();
  const cancel = () => void reader.cancel().catch(() => undefined);
  // A fetch that ignores the signal would leave the stream open.
  abort.onAbort(cancel);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return (utf8 ??= new TextDecoder()).decode(joined(chunks, bytes));
    bytes += value.byteLength;
    if (bytes > maxBytes) {
      cancel();
      return undefined;
    }
    chunks.push(value);
  }
}

/** Some fetch implementations have no web streams (node-fetch, cross-fetch, React Native, test doubles): the limit can only be checked afterwards. */
async function readWhole(response: Response, maxBytes: number, abort: Abort): Promise<string | undefined> {
  abort.onAbort(() => cancelBody(response));
  const text =
    typeof response.text === 'function' ? await response.text() : JSON.stringify(await response.json());
  // No text has more UTF-16 units than bytes.
  return text.length > maxBytes ? undefined : text;
}

/** Cancels a body that will not be read. */
export function cancelBody({ body }: Response): void {
  if (isWebStream(body)) void body.cancel().catch(() => undefined);
  else (body as { destroy?: () => void } | null | undefined)?.destroy?.();
}

const isWebStream = (body: unknown): body is ReadableStream<Uint8Array> =>
  typeof (body as Partial<ReadableStream> | null | undefined)?.getReader === 'function';

function joined(chunks: readonly Uint8Array[], bytes: number): Uint8Array {
  // Most responses are one chunk, and copying it would cost 2 % of a poll (`bench/over-http`).
  if (chunks.length === 1) return chunks[0]!;
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}
