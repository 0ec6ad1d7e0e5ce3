import { nameAndMessage } from './errors/mistakes.js';

/**
 * The part of `fetch` that the library uses. `app.request` of a Hono app, node-fetch, cross-fetch and test doubles all work: it may return synchronously and ignore the
 * signal, and its response needs only a status and `text()`.
 */
export type Fetch = (url: string, init: RequestInit) => Response | Promise<Response>;

/** A custom `fetch` returned something other than a response. The request may have arrived. */
export class NoResponseError extends TypeError {}

/** Sends the request that ky has built. */
export type Send = (request: Request, signal: AbortSignal, body: string | undefined) => Promise<Response>;

/** The platform's `fetch`, looked up for each request because test tools replace it at any time. */
export const platformFetch: Send = async (request, signal) => globalThis.fetch(request, { signal });

/** Calls a custom `fetch` with a URL and an init, because not every `fetch` accepts a Request. */
export function fetchAdapter(ownFetch: Fetch): Send {
  let knowsCache = true;
  return async (request, signal, body) => {
    const { url, method, redirect } = request;
    const headers = Object.fromEntries(request.headers);
    const init = { method, headers, redirect, signal, ...(body !== undefined && { body }) };
    const send = async (more: RequestInit) => checkResponse(await ownFetch(url, { ...init, ...more }));
    // A fetch that ignores the signal would send the request although it was unsubscribed in the meantime.
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
