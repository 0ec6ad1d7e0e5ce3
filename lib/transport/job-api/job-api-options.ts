import {
  aFlag,
  aFunction,
  anything,
  checkNames,
  checkOption,
  checkOptions,
  type Check,
  type CheckTable,
} from '../../model/checks.js';
import type { JobStatus } from '../../model/job.js';
import type { TranslationRequest } from '../../model/request.js';
import type { HttpOptions } from '../http/http-options.js';

/** How to reach a job API, and how it differs from the mock backend's. */
export interface JobApiOptions extends HttpOptions {
  /** Time limit of one attempt to create a job, in ms; after a timeout the job may exist. @default 120_000 */
  readonly createTimeoutMs?: number | undefined;
  /** The paths of its endpoints. */
  readonly paths?: JobApiPaths | undefined;
  /** The names of the fields in its responses. */
  readonly fields?: JobApiFields | undefined;
  /**
   * The meaning of its status words, such as `{ ready: 'completed' }`. Case does not matter, and common words are built in. Numbers and booleans count as words if
   * `fields.status` names their field: `{ 4: 'completed' }`, `{ true: 'completed', false: 'running' }`.
   */
  readonly words?: Readonly<Record<string, JobStatus>> | undefined;
  /** Whether it reports progress as 0 to 100. @default false: 0 to 1 */
  readonly percent?: boolean | undefined;
  /**
   * Whether it has only one job, without an id: `GET /status`. Any id can then be watched and stands for that job.
   * @default false
   */
  readonly implicit?: boolean | undefined;
  /** The body of a create. @default the fields of the request under HeyGen's names, with `language` */
  readonly body?: ((request: TranslationRequest, language: string | undefined) => object) | undefined;
}

/** Paths below the base URL. `{id}` stands for a job's id, in the path or in the query: `/status/{id}`, `/status?job_id={id}`. */
export interface JobApiPaths {
  /** POST. @default '/job'; none if the job is implicit */
  readonly create?: string | undefined;
  /** GET. @default '/status/{id}'; '/status' if the job is implicit */
  readonly status?: string | undefined;
  /**
   * GET for several jobs, with `{ids}` for their ids joined by commas; false if there is none.
   * @default '/status?job_ids={ids}'; none if `status` is given or the job is implicit
   */
  readonly statuses?: string | false | undefined;
}

/** Names of fields; a dot leads into an object or a list: `'status.progress'`, `'output.0.url'`. */
export interface JobApiFields {
  /** The job's id. @default 'job_id' or 'jobId' */
  readonly jobId?: string | undefined;
  /** The job's status. @default 'result' or 'status' */
  readonly status?: string | undefined;
  /** From 0 to 1, or in percent. @default 'progress' */
  readonly progress?: string | undefined;
  /** Why a job failed: a string, or an object with `message` and `code`. @default 'error' or 'message' */
  readonly failure?: string | undefined;
  /** The URL of the video. @default 'video_url' */
  readonly videoUrl?: string | undefined;
  /** The URL of the audio track. @default 'audio_url' */
  readonly audioUrl?: string | undefined;
  /** The URL of the captions as SRT. @default 'srt_caption_url' */
  readonly srtCaptionUrl?: string | undefined;
  /** The URL of the captions as WebVTT. @default 'vtt_caption_url' */
  readonly vttCaptionUrl?: string | undefined;
  /** The list in a bulk response. @default 'jobs' */
  readonly jobs?: string | undefined;
}

const aField: Check = value =>
  typeof value === 'string' && value !== '' ? undefined : 'must be the name of a field';

const STATUSES: readonly unknown[] = ['pending', 'running', 'completed', 'error'] satisfies JobStatus[];

const aStatus: Check = value =>
  STATUSES.includes(value) ? undefined : 'must be pending, running, completed or error';

const OPTIONS: CheckTable<JobApiOptions> = {
  // Checked where requests are sent.
  baseUrl: anything,
  headers: anything,
  fetch: anything,
  requestTimeoutMs: anything,
  createTimeoutMs: anything,
  maxBodyBytes: anything,
  allowInsecure: anything,
  // Checked below, one by one.
  paths: anything,
  fields: anything,
  words: anything,
  percent: aFlag,
  implicit: aFlag,
  body: aFunction,
};

/** A path is checked where it is read. */
const PATHS: CheckTable<JobApiPaths> = { create: anything, status: anything, statuses: anything };

const FIELDS: CheckTable<JobApiFields> = {
  jobId: aField,
  status: aField,
  progress: aField,
  failure: aField,
  videoUrl: aField,
  audioUrl: aField,
  srtCaptionUrl: aField,
  vttCaptionUrl: aField,
  jobs: aField,
};

const DOING = 'reach the job API';

/** @throws TypeError for an unknown option, RangeError for an invalid value. */
export function checkJobApiOptions(options: JobApiOptions): void {
  const { paths = {}, fields = {}, words = {} } = checkOptions(DOING, options, OPTIONS);
  checkOptions(`${DOING} with \`paths\``, paths, PATHS);
  checkNames(`${DOING} with \`fields\``, fields, Object.keys(FIELDS));
  checkNames(`${DOING} with \`words\``, words);
  for (const [name, check] of Object.entries(FIELDS) as [keyof JobApiFields, Check][])
    if (fields[name] !== undefined) checkOption(DOING, `fields.${name}`, fields[name], check);
  for (const [word, status] of Object.entries(words)) checkOption(DOING, `words.${word}`, status, aStatus);
}
