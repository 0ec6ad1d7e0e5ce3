import { withDetails } from '../../model/errors.js';
import { isHttpJobId } from '../../model/job-id.js';
import type { JobId } from '../../model/job.js';
import { dataOf } from './heygen-data.js';
import type { HttpResponse } from '../http/http-response.js';
import { listField } from '../json-fields.js';

/**
 * The ids of the jobs just created, in the order of their languages.
 *
 * @throws ProtocolError, with the ids that were returned, unless there is one for each language.
 */
export function createdIds(response: HttpResponse, languages: number): readonly JobId[] {
  const listed = listField(dataOf(response), 'video_translation_ids') ?? [];
  const created = [...new Set(listed.filter(isHttpJobId))];
  if (created.length === languages && listed.length === languages) return created;
  const error = response.malformed(`with ${created.length} ids of jobs for ${languages} languages`);
  throw created.length === 0 ? error : withDetails(error, { created });
}
