import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { sleep } from '../../values/sleep.js';
import type { ServeTable } from './fault-call.js';

/** Faults of the body: cut off, slow, too large, or not in the declared encoding. */
export const bodyFaults: ServeTable<
  'drip' | 'cut-json' | 'bom' | 'bad-utf8' | 'deep-json' | 'huge' | 'bad-gzip' | 'big-headers'
> = {
  drip: async ({ everyMs = 100 }, { request, next }) => {
    const whole = await next();
    const bytes = new Uint8Array(await whole.arrayBuffer());
    return new Response(dripping(bytes, everyMs, request), whole);
  },

  'cut-json': (_fault, { next }) => rewritten(next, text => text.slice(0, Math.ceil(text.length / 2))),
  bom: (_fault, { next }) => rewritten(next, text => `\uFEFF${text}`),

  'bad-utf8': () => new Response(Buffer.from('{"result":"\xC3\x28\xFF"}', 'latin1'), json),
  'deep-json': ({ depth = 100_000 }) => new Response('['.repeat(depth) + ']'.repeat(depth), json),

  huge: ({ bytes = 64 * 2 ** 20, gzip = false }, { hasSocket }) => {
    const plain = Readable.from(padding(bytes));
    if (!gzip || !hasSocket) return new Response(Readable.toWeb(plain) as ReadableStream, json);
    const headers = { ...json.headers, 'content-encoding': 'gzip' };
    return new Response(Readable.toWeb(plain.pipe(createGzip())) as ReadableStream, { headers });
  },

  'bad-gzip': (_fault, { wire, hasSocket }) =>
    hasSocket
      ? new Response('{"result":"pending"}', { headers: { ...json.headers, 'content-encoding': 'gzip' } })
      : wire.raw(''),

  'big-headers': async ({ bytes = 20 * 1024 }, { wire, hasSocket, next }) => {
    if (!hasSocket) return wire.raw('');
    const whole = await next();
    whole.headers.set('x-padding', 'p'.repeat(bytes));
    return whole;
  },
};

const json = { headers: { 'content-type': 'application/json' } };

const rewritten = async (
  next: () => Promise<Response>,
  change: (text: string) => string,
): Promise<Response> => {
  const whole = await next();
  const headers = new Headers(whole.headers);
  headers.delete('content-length');
  return new Response(change(await whole.text()), { status: whole.status, headers });
};

/** @param request Kept referenced, because an aborted request would go unnoticed once it was garbage-collected. */
const dripping = (bytes: Uint8Array, everyMs: number, request: Request): ReadableStream => {
  let sent = 0;
  return new ReadableStream({
    pull: async controller => {
      await sleep(everyMs, request.signal);
      request.signal.throwIfAborted();
      if (sent < bytes.byteLength) controller.enqueue(bytes.slice(sent, ++sent));
      else controller.close();
    },
  });
};

/** A JSON object of this many bytes, in chunks. */
function* padding(bytes: number): Generator<Buffer> {
  const [head, tail] = ['{"result":"pending","padding":"', '"}'];
  const piece = 'x'.repeat(64 * 1024);
  yield Buffer.from(head);
  for (let rest = bytes - head.length - tail.length; rest > 0; rest -= piece.length)
    yield Buffer.from(piece.slice(0, rest));
  yield Buffer.from(tail);
}
