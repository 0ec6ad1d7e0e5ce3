import { withDetails } from '../../model/errors.js';
import { isHttpJobId } from '../../model/job-id.js';
import type { JobId } from '../../model/job.js';
import { dataOf } from './heygen-data.js';
import type { HttpResponse } from '../http/http-response.js';
import { field, listField } from '../json-fields.js';

/**
 * The ids of the jobs just created, in the order of their languages.
 *
 * @throws ProtocolError, with the ids that were returned, unless there is one for each language.
 */
export function createdIds(response: HttpResponse, languages: number): readonly JobId[] {
  const data = dataOf(response);
  const listed = listField(data, 'video_translation_ids') ?? oneId(data);
  const created = [...new Set(listed.filter(isHttpJobId))];
  if (created.length === languages && listed.length === languages) return created;
  const error = response.malformed(`with ${created.length} job ids for ${languages} languages`);
  throw created.length === 0 ? error : withDetails(error, { created });
}

/** The reference documents a list even for one job. An id under one of version 2's names also stands for a paid job. */
const oneId = (data: unknown): readonly unknown[] =>
  ['video_translation_ids', 'video_translation_id', 'video_translate_id']
    .map(name => field(data, name))
    .filter(isHttpJobId)
    .slice(0, 1);
