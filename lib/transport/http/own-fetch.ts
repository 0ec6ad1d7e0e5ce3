import { nameAndMessage } from './mistakes.js';

/**
 * The part of `fetch` that is needed: `app.request` of a Hono app, node-fetch, cross-fetch or a test double will do. It may answer synchronously, may
 * ignore the signal, and its response needs no more than a status and `text()`.
 */
export type Fetch = (address: string, init: RequestInit) => Response | Promise<Response>;

/** A custom `fetch` returned something other than a response. The request may have arrived. */
export class NoResponseError extends TypeError {}

/** Sends the request that ky has built. */
export type Send = (request: Request, signal: AbortSignal, body: string | undefined) => Promise<Response>;

/** The platform's, looked up for each request: tools replace it. */
export const platformFetch: Send = async (request, signal) => globalThis.fetch(request, { signal });

/** Calls a custom `fetch` with an address and an init, since not every one takes a Request. */
export function fetchAdapter(ownFetch: Fetch): Send {
  let knowsCache = true;
  return async (request, signal, body) => {
    const { url, method, redirect } = request;
    const headers = Object.fromEntries(request.headers);
    const init = { method, headers, redirect, signal, ...(body !== undefined && { body }) };
    const send = async (more: RequestInit) => checkResponse(await ownFetch(url, { ...init, ...more }));
    // Unsubscribed by now: a fetch that ignores the signal would still send it.
    if (signal.aborted) throw new Error('aborted');
    // Absent in workers that do not support the option.
    const cache = request.cache as RequestCache | undefined;
    if (!knowsCache || cache === undefined) return await send({});
    try {
      return await send({ cache });
    } catch (thrown) {
      if (!isAboutCache(thrown)) throw thrown;
      knowsCache = false;
      return await send({});
    }
  };
}

/** Workers before 2025 refuse an init with `cache`, before anything is sent. */
function isAboutCache(thrown: unknown): boolean {
  const text = nameAndMessage(thrown);
  return /\bcache\b/i.test(text) && /implement|support|unknown|invalid/i.test(text);
}

function checkResponse(response: unknown): Response {
  if (typeof (response as Partial<Response> | null | undefined)?.status === 'number')
    return response as Response;
  throw new NoResponseError(
    `\`fetch\` gave ${response === null ? 'null' : typeof response} instead of a Response`,
  );
}
