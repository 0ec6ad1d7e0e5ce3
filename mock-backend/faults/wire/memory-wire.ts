import type { Break, Wire } from './wire.js';

/**
 * Faults without a port, for `app.request`: a broken connection rejects as `fetch` does, a stall lasts until the
 * request is aborted, a broken body is a stream that errors.
 *
 * Two things cannot be imitated here: informational responses are omitted, and bytes that are not HTTP reject at once.
 */
export const memoryWire = (request: Request): Wire => ({
  breakOff: how => (how === 'stall' ? untilAborted(request) : Promise.reject(fetchFailed(how))),

  breakMidway: async (response, how) => {
    const body = new Uint8Array(await response.arrayBuffer());
    const head = { status: response.status, headers: new Headers(response.headers) };
    head.headers.set('content-length', String(body.byteLength));
    return new Response(halfOf(body, how, request), head);
  },

  odd: (status, headers, body) => {
    const response = new Response(body, { headers });
    // The constructor refuses statuses that a server may send.
    Object.defineProperty(response, 'status', { value: status });
    Object.defineProperty(response, 'ok', { value: false });
    return Promise.resolve(response);
  },

  inform: (_status, response) => Promise.resolve(response),

  raw: () => Promise.reject(fetchFailed('garbage')),
});

const halfOf = (
  body: Uint8Array<ArrayBuffer>,
  how: Break,
  request: Request,
): ReadableStream<Uint8Array<ArrayBuffer>> => {
  let isSent = false;
  return new ReadableStream({
    pull: async controller => {
      if (!isSent) {
        isSent = true;
        controller.enqueue(body.subarray(0, Math.ceil(body.byteLength / 2)));
        return;
      }
      if (how === 'stall') await untilAborted(request);
      throw fetchFailed(how);
    },
  });
};

/** Held until they are aborted: a `Request` follows its signal weakly, so a garbage-collected one would miss the abort. */
const waiting = new Set<Request>();

const untilAborted = (request: Request): Promise<never> =>
  new Promise((_resolve, reject) => {
    const { signal } = request;
    const leave = () => {
      waiting.delete(request);
      reject(signal.reason as Error);
    };
    waiting.add(request);
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
  });

/** What `fetch` of Node rejects with when a connection breaks. */
const fetchFailed = (how: Break | 'garbage'): TypeError => {
  const causes = {
    reset: { message: 'read ECONNRESET', code: 'ECONNRESET' },
    end: { message: 'other side closed', code: 'UND_ERR_SOCKET' },
    stall: { message: 'other side closed', code: 'UND_ERR_SOCKET' },
    garbage: { message: 'Response does not match the HTTP/1.1 protocol', code: 'HPE_INVALID_CONSTANT' },
  } as const;
  const { message, code } = causes[how];
  return new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });
};
