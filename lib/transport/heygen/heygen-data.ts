import type { HttpResponse } from '../http/http-response.js';
import { field, isList } from '../json-fields.js';

/** What HeyGen answers with: everything is under `data`, and a 200 can say no in its place. */
export function dataOf(response: HttpResponse): unknown {
  if (field(response.body, 'error') !== undefined) throw response.refused();
  const data = field(response.body, 'data');
  if (data === undefined) throw response.malformed('without `data`');
  return data;
}

/** The same where a list is expected. */
export function listIn(response: HttpResponse): readonly unknown[] {
  const data = dataOf(response);
  if (isList(data)) return data;
  throw response.malformed('without a list in `data`');
}
