/**
 * The part of `fetch` that is needed: `app.request` of a Hono app, node-fetch, cross-fetch or a test double will do. It may answer synchronously, may
 * ignore the signal, and its response needs no more than a status and `text()`.
 */
export type Fetch = (address: string, init: RequestInit) => Response | Promise<Response>;

/** Checks a custom `fetch`. @throws TypeError for anything but a function. */
export function checkFetch(given: unknown): Fetch | undefined {
  if (given === undefined || typeof given === 'function') return given as Fetch | undefined;
  throw new TypeError(`Cannot send requests: \`fetch\` must be a function, got ${typeof given}`);
}

/** A custom `fetch` returned something other than a response. The request may have arrived. */
export class NoResponseError extends TypeError {}

/** Sends the request that ky has built. */
export type Send = (request: Request, init: { readonly signal: AbortSignal }) => Promise<Response>;

/** The platform's, looked up for each request: tools replace it. */
export const platformFetch: Send = async (request, init) => globalThis.fetch(request, init);

/** Calls a custom `fetch` with an address and an init, since not every one takes a Request. */
export function fetchAdapter(ownFetch: Fetch): Send {
  let knowsCache = true;
  return async (request, { signal }) => {
    const init = await initOf(request, signal);
    const send = async (more: RequestInit) =>
      checkResponse(await ownFetch(request.url, { ...init, ...more }));
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

async function initOf(request: Request, signal: AbortSignal): Promise<RequestInit> {
  const { method, headers, redirect } = request;
  const init = { method, headers: Object.fromEntries(headers), redirect, signal };
  // Not every browser has `request.body`, but a request to read something has none.
  const body = method === 'GET' ? '' : await request.text();
  return body === '' ? init : { ...init, body };
}

/** Workers before 2025 refuse an init with `cache`, before anything is sent. */
function isAboutCache(thrown: unknown): boolean {
  const message: unknown = typeof thrown === 'object' && thrown !== null && Reflect.get(thrown, 'message');
  return (
    typeof message === 'string' &&
    /\bcache\b/i.test(message) &&
    /implement|support|unknown|invalid/i.test(message)
  );
}

function checkResponse(response: unknown): Response {
  if (
    typeof response === 'object' &&
    response !== null &&
    typeof Reflect.get(response, 'status') === 'number'
  ) {
    return response as Response;
  }
  throw new NoResponseError(
    `\`fetch\` gave ${response === null ? 'null' : typeof response} instead of a Response`,
  );
}
