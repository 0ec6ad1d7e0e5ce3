import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { errorBody } from '../http/error-body.js';
import type { Fault, FaultKind, FaultOf } from './fault.js';
import { sleep } from '../values/sleep.js';
import type { Wire } from './wire/wire.js';

/** What a fault has at hand. */
export interface FaultCall {
  readonly request: Request;
  readonly wire: Wire;
  /** Whether there is a socket, that is, a client that unpacks bodies and limits headers. */
  readonly hasSocket: boolean;
  /** Carries the request out. */
  readonly answer: () => Promise<Response>;
  /** What an answer of the service itself is known by. */
  readonly requestId: () => string;
  readonly now: () => number;
}

type Server<Kind extends FaultKind> = (fault: FaultOf<Kind>, call: FaultCall) => Promise<Response> | Response;

/** Serves one fault in place of the answer. */
export const serveFault = async (fault: Fault, call: FaultCall): Promise<Response> => {
  if (fault.when === 'after') {
    const answer = await call.answer();
    return serve(fault, { ...call, answer: () => Promise.resolve(answer) });
  }
  return serve(fault, call);
};

const serve = (fault: Fault, call: FaultCall): Promise<Response> | Response =>
  (servers[fault.kind] as Server<FaultKind>)(fault, call);

const servers: { readonly [Kind in FaultKind]: Server<Kind> } = {
  pass: (_fault, call) => call.answer(),

  delay: async ({ ms }, { request, answer }) => {
    await sleep(ms, request.signal);
    return answer();
  },

  status: (fault, call) => {
    const headers = new Headers(fault.headers);
    if (!headers.has('x-request-id')) headers.set('x-request-id', call.requestId());
    if (fault.retryAfter !== undefined)
      headers.set('retry-after', retryAfterText(fault.retryAfter, call.now()));
    if (typeof fault.body !== 'string' && !headers.has('content-type'))
      headers.set('content-type', 'application/json');
    return respond(call, fault.status, bodyText(fault), Object.fromEntries(headers));
  },

  html: ({ status = 200 }, call) =>
    respond(call, status, `<!doctype html><title>${status}</title><h1>Something is in the way</h1>`, {
      'content-type': 'text/html; charset=utf-8',
    }),

  empty: ({ status = 200 }, call) => respond(call, status, null, {}),

  redirect: ({ to, status = 302 }, call) =>
    respond(call, status, null, { location: to === 'self' ? call.request.url : to }),

  reset: (_fault, { wire }) => wire.breakOff('reset'),
  end: (_fault, { wire }) => wire.breakOff('end'),
  stall: (_fault, { wire }) => wire.breakOff('stall'),
  'reset-body': async (_fault, { wire, answer }) => wire.breakMidway(await answer(), 'reset'),
  'end-body': async (_fault, { wire, answer }) => wire.breakMidway(await answer(), 'end'),
  'stall-body': async (_fault, { wire, answer }) => wire.breakMidway(await answer(), 'stall'),

  drip: async ({ everyMs = 100 }, { request, answer }) => {
    const whole = await answer();
    const bytes = new Uint8Array(await whole.arrayBuffer());
    return new Response(dripping(bytes, everyMs, request.signal), whole);
  },

  'cut-json': (_fault, { answer }) => rewritten(answer, text => text.slice(0, Math.ceil(text.length / 2))),
  bom: (_fault, { answer }) => rewritten(answer, text => `\uFEFF${text}`),

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

  'big-headers': async ({ bytes = 20 * 1024 }, { wire, hasSocket, answer }) => {
    if (!hasSocket) return wire.raw('');
    const whole = await answer();
    whole.headers.set('x-padding', 'p'.repeat(bytes));
    return whole;
  },

  garbage: (_fault, { wire }) => wire.raw('BLARGH 9 what is this\r\n\r\n'),
  'two-lengths': (_fault, { wire }) =>
    wire.raw(
      'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nContent-Length: 20\r\n\r\n{}',
    ),
  informational: async ({ status }, { wire, answer }) => wire.inform(status, await answer()),
  switching: (_fault, { wire }) =>
    wire.raw('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: dinner\r\n\r\n'),
};

const json = { headers: { 'content-type': 'application/json' } };

/** A `Response` cannot have every status that a server can send. */
const respond = (
  { wire }: FaultCall,
  status: number,
  body: string | null,
  headers: Record<string, string>,
): Promise<Response> | Response =>
  status < 200 || status > 599
    ? wire.odd(status, headers, body ?? '')
    : new Response(bodyless.has(status) ? null : body, { status, headers });

const bodyless = new Set([204, 205, 304]);

const bodyText = ({ status, body }: FaultOf<'status'>): string | null => {
  if (body === undefined) return status < 400 ? null : JSON.stringify(errorBody(status));
  return typeof body === 'string' || body === null ? body : JSON.stringify(body);
};

const retryAfterText = (value: NonNullable<FaultOf<'status'>['retryAfter']>, now: number): string =>
  typeof value === 'object' ? new Date(now + value.dateInMs).toUTCString() : String(value);

const rewritten = async (
  answer: () => Promise<Response>,
  change: (text: string) => string,
): Promise<Response> => {
  const whole = await answer();
  const headers = new Headers(whole.headers);
  headers.delete('content-length');
  return new Response(change(await whole.text()), { status: whole.status, headers });
};

const dripping = (bytes: Uint8Array, everyMs: number, signal: AbortSignal): ReadableStream => {
  let sent = 0;
  return new ReadableStream({
    pull: async controller => {
      await sleep(everyMs, signal);
      signal.throwIfAborted();
      if (sent < bytes.byteLength) controller.enqueue(bytes.slice(sent, ++sent));
      else controller.close();
    },
  });
};

/** A JSON object of so many bytes, piece by piece. */
function* padding(bytes: number): Generator<Buffer> {
  const [head, tail] = ['{"result":"pending","padding":"', '"}'];
  const piece = 'x'.repeat(64 * 1024);
  yield Buffer.from(head);
  for (let left = bytes - head.length - tail.length; left > 0; left -= piece.length)
    yield Buffer.from(piece.slice(0, left));
  yield Buffer.from(tail);
}
