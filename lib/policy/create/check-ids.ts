import { ProtocolError } from '../../model/errors.js';
import { isJobId } from '../../model/job-id.js';
import type { JobId } from '../../model/job.js';
import { languagesOf, type TranslationRequest } from '../../model/request.js';

/** More than any request has languages: a create that returns ids without end must not freeze the client. */
export const MOST_IDS = 1000;

/**
 * The ids that a create returned: one for each language of its request.
 *
 * @throws ProtocolError with the valid ids, if there are more or fewer, or if some are invalid.
 */
export function checkIds(jobIds: readonly unknown[], request: TranslationRequest): readonly JobId[] {
  const wanted = Math.max(1, languagesOf(request).length);
  const created = jobIds.filter(isJobId);
  if (created.length === wanted && jobIds.length === wanted) return created;
  const ids = created.length === 0 ? '' : `: ${created.join(', ')}`;
  throw new ProtocolError(`The service returned ${created.length} job ids instead of ${wanted}${ids}`, {
    created: created.length === 0 ? undefined : created,
  });
}
