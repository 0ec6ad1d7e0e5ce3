import { present } from '../../model/present.js';

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
  return async (request, signal, body) => {
    // A fetch that ignores the signal would send the request although it was unsubscribed in the meantime.
    if (signal.aborted) throw new Error('aborted');
    const { url, method, redirect } = request;
    // Absent in workers that refuse the option.
    const cache = request.cache as RequestCache | undefined;
    const headers = Object.fromEntries(request.headers);
    return checkResponse(
      await ownFetch(url, { method, headers, redirect, signal, ...present({ body, cache }) }),
    );
  };
}

function checkResponse(response: unknown): Response {
  if (typeof (response as Partial<Response> | null | undefined)?.status === 'number')
    return response as Response;
  throw new NoResponseError(
    `\`fetch\` gave ${response === null ? 'null' : typeof response} instead of a Response`,
  );
}
