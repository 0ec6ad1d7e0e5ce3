/**
 * As much of `fetch` as is needed: `app.request` of a Hono app, node-fetch or a test double will do. It may answer synchronously and may ignore
 * the signal.
 */
export type Fetch = (address: string, init: RequestInit) => Response | Promise<Response>;

/** Checks a `fetch` of the user's own. @throws TypeError for anything but a function. */
export function checkFetch(given: unknown): Fetch | undefined {
  if (given === undefined || typeof given === 'function') return given as Fetch | undefined;
  throw new TypeError(`Cannot send requests: \`fetch\` must be a function, got ${typeof given}`);
}

/** Lets ky call a `fetch` of the user's own with an address and an init, since not every one takes a Request. */
export function fetchAdapter(ownFetch: Fetch): (request: RequestInfo | URL) => Promise<Response> {
  return async given => {
    const request = given as Request;
    // Unsubscribed in the same tick: a fetch that ignores the signal would still send it.
    request.signal.throwIfAborted();
    return await ownFetch(request.url, await initOf(request));
  };
}

async function initOf(request: Request): Promise<RequestInit> {
  const { method, headers, redirect, cache, signal } = request;
  const init = { method, headers: Object.fromEntries(headers), redirect, cache, signal };
  // Not every browser has `request.body`, but a request to read something has none.
  const body = method === 'GET' ? '' : await request.text();
  return body === '' ? init : { ...init, body };
}
