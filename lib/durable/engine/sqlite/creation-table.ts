import type { CreateEnd, CreateRow } from '../../policy/engine/create-row.js';
import { fromJson, toJson } from '../json.js';
import type { Table } from './sqlite-rows.js';

type CreationValues = Readonly<
  Record<'key' | 'digest', string> &
    Record<'startedAt' | 'deadlineAt' | 'dueAt', number> &
    Record<'firstSentAt' | 'endedAt', number | null> &
    Record<'request' | 'terms' | 'attempts' | 'known' | 'lease' | 'jobIds' | 'error', string | null>
>;

/** The creates. */
export const CREATION: Table<CreateRow, CreationValues> = {
  name: 'creation',
  id: 'key',
  toValues: ({ request, terms, attempts, known, lease, firstSentAt, end, ...row }) => ({
    ...row,
    request: toJson(request),
    terms: toJson(terms),
    attempts: toJson(attempts),
    known: toJson(known),
    lease: lease ?? null,
    firstSentAt: firstSentAt ?? null,
    endedAt: end?.at ?? null,
    jobIds: end !== undefined && 'jobIds' in end ? toJson(end.jobIds) : null,
    error: end !== undefined && 'error' in end ? toJson(end.error) : null,
  }),
  fromValues: ({ request, terms, attempts, known, lease, firstSentAt, endedAt, jobIds, error, ...row }) => ({
    ...row,
    request: fromJson(request)!,
    terms: fromJson(terms),
    attempts: fromJson(attempts)!,
    known: fromJson(known),
    lease: lease ?? undefined,
    firstSentAt: firstSentAt ?? undefined,
    end: endOf({ endedAt, jobIds, error }),
  }),
};

function endOf({
  endedAt,
  jobIds,
  error,
}: Pick<CreationValues, 'endedAt' | 'jobIds' | 'error'>): CreateEnd | undefined {
  if (endedAt === null) return undefined;
  return jobIds === null
    ? { at: endedAt, error: fromJson(error)! }
    : { at: endedAt, jobIds: fromJson(jobIds)! };
}
