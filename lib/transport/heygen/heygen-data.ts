import type { HttpResponse } from '../http/http-response.js';
import { field, isList, textField } from '../json-fields.js';

/** The content of HeyGen's response: everything is under `data`, but a 200 can have an error instead. */
export function dataOf(response: HttpResponse): unknown {
  if (isAnError(field(response.body, 'error'))) throw response.refused();
  const data = field(response.body, 'data');
  // Version 1 wrote a refusal beside the data: {"code": 40001, "message": "...", "data": null}
  if (data === undefined && textField(response.body, 'message')) throw response.refused();
  if (data === undefined) throw response.malformed('without `data`');
  return data;
}

/** The same for a list. */
export function listIn(response: HttpResponse): readonly unknown[] {
  const data = dataOf(response);
  if (isList(data)) return data;
  throw response.malformed('without a list in `data`');
}

/** An empty text or object beside the data is not an error. */
const isAnError = (error: unknown): boolean =>
  error === true || Object.keys(Object(error) as object).length > 0;
