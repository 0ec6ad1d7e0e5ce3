import { EMPTY, expand, map, type Observable } from 'rxjs';
import type { HttpAnswer } from '../http/http-answer.js';
import type { Http, RequestParts } from '../http/http.js';
import { field, textField } from '../json-fields.js';
import { present } from '../present.js';

/** One page of a list, and where the next one is. */
interface Page {
  readonly answer: HttpAnswer;
  readonly next: string | undefined;
}

/**
 * The pages of something that HeyGen hands out by the page. *Emits* the answer of each, and asks for the next only after one was taken:
 * whoever has enough unsubscribes. *Completes* after the last.
 *
 * @param parts What goes with each request.
 * @param ends Where in the body `has_more` and `next_token` are.
 */
export function heygenPages(
  http: Http,
  path: readonly string[],
  parts: RequestParts,
  ends: (body: unknown) => unknown = body => body,
): Observable<HttpAnswer> {
  function pageAt(token?: string): Observable<Page> {
    const query = present({ ...parts.query, token });
    return http
      .send('GET', path, { ...parts, query })
      .pipe(map(answer => ({ answer, next: nextToken(answer, ends(answer.body), token) })));
  }
  return pageAt().pipe(
    expand(({ next }) => (next === undefined ? EMPTY : pageAt(next))),
    map(({ answer }) => answer),
  );
}

function nextToken(answer: HttpAnswer, end: unknown, token: string | undefined): string | undefined {
  if (field(end, 'has_more') !== true) return undefined;
  const next = textField(end, 'next_token');
  if (next !== undefined && next !== token) return next;
  throw answer.malformed('with more to come, but no way to it');
}
