import { defer, EMPTY, expand, map, type Observable } from 'rxjs';
import type { HttpResponse } from '../../http/http-response.js';
import type { HttpClient, RequestParts } from '../../http/http-client.js';
import { field, textField } from '../../json-fields.js';
import { present } from '../../../model/present.js';

/** One page of a list, and where the next one is. */
interface Page {
  readonly response: HttpResponse;
  readonly next: string | undefined;
}

/**
 * All pages of a list. *Emits* the response of each before requesting the next, so `take(1)` costs one request.
 * *Completes* after the last page. *Errors* as a request does. *On unsubscribe* aborts.
 *
 * @param parts The fixed parts of each request.
 * @param ends Where in the body `has_more` and `next_token` are.
 */
export function heygenPages(
  http: HttpClient,
  path: readonly string[],
  parts: RequestParts,
  ends: (body: unknown) => unknown = body => body,
): Observable<HttpResponse> {
  return defer(() => {
    const seen = new Set<string>();
    // Page tokens must not be redacted: a token may be an id that also occurs in URLs.
    function pageAt(token?: string): Observable<Page> {
      return http
        .send('GET', path, { ...parts, query: present({ ...parts.query, token }), secrets: [] })
        .pipe(map(response => ({ response, next: nextToken(response, ends(response.body), seen) })));
    }
    return pageAt().pipe(
      expand(({ next }) => (next === undefined ? EMPTY : pageAt(next))),
      map(({ response }) => response),
    );
  });
}

/** The token of the next page, if there is one. A repeated token would loop through the same pages forever. */
function nextToken(response: HttpResponse, end: unknown, seen: Set<string>): string | undefined {
  if (field(end, 'has_more') !== true) return undefined;
  const next = textField(end, 'next_token');
  if (next === undefined || seen.has(next))
    throw response.malformed('with more pages to come, but no token for the next');
  seen.add(next);
  return next;
}
