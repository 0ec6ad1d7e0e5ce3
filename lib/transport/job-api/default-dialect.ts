import type { JobId } from '../../model/job.js';
import { COMMON_WORDS, type StatusWords } from '../../policy/watch/status-words.js';
import type { TranslationRequest } from '../../model/request.js';
import { field, textField } from '../json-fields.js';
import { URL_FIELDS } from '../result-and-failure.js';
import type { JobApiFields } from './job-api-options.js';
import { jobBody } from './job-body.js';
import type { Target } from './path-template.js';

/** Reads one field of a job. */
export type ReadField = (job: unknown) => unknown;

/** The requests and responses of one service. */
export interface JobDialect {
  /** @throws TypeError if jobs cannot be created. */
  readonly create: () => Target;
  readonly status: (jobId: JobId) => Target;
  /** Absent if there is no bulk call. */
  readonly statuses?: ((jobIds: readonly JobId[]) => Target) | undefined;
  readonly fields: Readonly<Record<keyof JobApiFields, ReadField>>;
  readonly words: StatusWords;
  /** Whether there is only one job, whose id is never sent. */
  readonly implicit: boolean;
  /** The body of a create. @param plain The fields of the request that are sent unchanged. */
  readonly body: (request: TranslationRequest, language: string | undefined, plain: object) => object;
}

/** The first of these fields that a job has. */
const named =
  (...names: string[]): ReadField =>
  job =>
    names.map(name => field(job, name)).find(value => value !== undefined);

/** The mock backend's, and what other services have in common with it. */
export const DEFAULT_DIALECT: JobDialect = {
  create: () => ({ path: ['job'] }),
  status: jobId => ({ path: ['status', jobId] }),
  statuses: jobIds => ({ path: ['status'], query: { job_ids: jobIds.join(',') } }),
  fields: {
    jobId: named('job_id', 'jobId'),
    // A `result` may also be an object, beside a `status`.
    status: job => textField(job, 'result') ?? textField(job, 'status'),
    progress: named('progress'),
    failure: named('error', 'message'),
    videoUrl: named(URL_FIELDS.videoUrl),
    audioUrl: named(URL_FIELDS.audioUrl),
    srtCaptionUrl: named(URL_FIELDS.srtCaptionUrl),
    vttCaptionUrl: named(URL_FIELDS.vttCaptionUrl),
    jobs: named('jobs'),
  },
  words: COMMON_WORDS,
  implicit: false,
  body: jobBody,
};
