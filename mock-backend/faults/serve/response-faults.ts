import { errorBody } from '../../http/error-body.js';
import { sleep } from '../../values/sleep.js';
import type { FaultOf } from '../fault-kinds.js';
import type { FaultCall, ServeTable } from './fault-call.js';

/** Faults that are complete responses: a status, a page, a redirect; and those that keep the real response. */
export const responseFaults: ServeTable<'pass' | 'delay' | 'status' | 'html' | 'empty' | 'redirect'> = {
  pass: (_fault, call) => call.next(),

  delay: async ({ ms }, { request, next }) => {
    await sleep(ms, request.signal);
    return next();
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

  redirect: ({ to = '/login', status = 302 }, call) =>
    respond(call, status, null, { location: to === 'self' ? call.request.url : to }),
};

/** A status that a `Response` cannot have is written to the wire directly. */
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

const bodyText = ({ status, code, body }: FaultOf<'status'>): string | null => {
  if (body === undefined) return status < 400 ? null : JSON.stringify(errorBody(status, code));
  return typeof body === 'string' || body === null ? body : JSON.stringify(body);
};

const retryAfterText = (value: NonNullable<FaultOf<'status'>['retryAfter']>, now: number): string =>
  typeof value === 'object' ? new Date(now + value.dateInMs).toUTCString() : String(value);
