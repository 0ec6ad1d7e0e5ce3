import type { HttpAnswer } from '../http/http-answer.js';
import { field, isList } from '../json-fields.js';

/** What HeyGen answers with: everything is under `data`, and a 200 can carry a refusal in place of it. */
export function dataOf(answer: HttpAnswer): unknown {
  if (field(answer.body, 'error') !== undefined) throw answer.refused();
  const data = field(answer.body, 'data');
  if (data === undefined) throw answer.malformed('without `data`');
  return data;
}

/** The same where a list is expected. */
export function listIn(answer: HttpAnswer): readonly unknown[] {
  const data = dataOf(answer);
  if (isList(data)) return data;
  throw answer.malformed('without a list in `data`');
}
