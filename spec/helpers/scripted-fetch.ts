import type { Fetch } from '../../lib/transport/http/own-fetch.js';

/** One answer: an object becomes a JSON response with 200, an error is thrown. */
export type Scripted = Response | object | Error;

/** What a request was. */
interface Sent {
  readonly method: string | undefined;
  /** Including the query. */
  readonly path: string;
  readonly key: string | undefined;
  readonly body: unknown;
}

/** A fetch that gives these answers, one per request, and records the requests. */
export function scriptedFetch(...answers: readonly Scripted[]) {
  const sent: Sent[] = [];
  const remaining = [...answers];
  const fetch: Fetch = (address, { method, headers, body }) => {
    const url = new URL(address);
    sent.push({
      method,
      path: url.pathname + url.search,
      key: new Headers(headers).get('idempotency-key') ?? undefined,
      body: typeof body === 'string' ? JSON.parse(body) : undefined,
    });
    const answer = remaining.shift() ?? new Response('unexpected', { status: 500 });
    if (answer instanceof Error) throw answer;
    return answer instanceof Response ? answer : Response.json(answer);
  };
  return { fetch, sent };
}
