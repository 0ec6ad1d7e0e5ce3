import { isHttpJobId } from '../../model/job-id.js';
import type { JobId, JobResult } from '../../model/job.js';
import { statusOfWord } from '../../policy/watch/status-words.js';
import type { HttpResponse } from '../http/http-response.js';
import { field, textField } from '../json-fields.js';
import { present } from '../../model/present.js';
import { URL_FIELDS, resultFrom } from '../result-and-failure.js';
import { dataOf } from './heygen-data.js';
import { epochMsField, knownField } from './heygen-numbers.js';

/** A translation as HeyGen shows it. Fields that HeyGen leaves out are absent. */
export interface HeygenTranslation extends JobResult {
  /** The id of the translation. */
  readonly jobId: JobId;
  /** `pending`, `running`, `completed`, `error`, or an unknown word of HeyGen's. */
  readonly status: string;
  /** The title it was given. */
  readonly title?: string;
  /** The language of the video, detected or given. */
  readonly inputLanguage?: string;
  /** The target language. */
  readonly outputLanguage?: string;
  /** Length of the video in seconds. */
  readonly videoSeconds?: number;
  /** Whether only the speech was translated. */
  readonly translateAudioOnly?: boolean;
  /** Epoch ms of HeyGen's clock. */
  readonly createdAt?: number;
  /** Your own id from the request. */
  readonly callbackId?: string;
  /** Why it failed. */
  readonly failureMessage?: string;
}

/**
 * The translation in the response to a request for it. Its id may differ in case, because the service has found it.
 *
 * @throws ProtocolError for another translation, or anything else.
 */
export function requestedTranslation(response: HttpResponse, jobId: JobId): HeygenTranslation {
  const translation = readTranslation(response, dataOf(response));
  if (translation === undefined) throw response.malformed('without a translation in `data`');
  if (translation.jobId.toLowerCase() !== jobId.toLowerCase()) throw response.malformed('for another job');
  return { ...translation, jobId };
}

/** Reads a translation; undefined for anything else. */
export function readTranslation(response: HttpResponse, data: unknown): HeygenTranslation | undefined {
  const jobId = field(data, 'id');
  const status = response.word(field(data, 'status'));
  if (!isHttpJobId(jobId) || status === undefined) return undefined;
  const audioOnly = field(data, 'translate_audio_only');
  return present({
    jobId,
    status: statusOfWord(status),
    title: textField(data, 'title'),
    inputLanguage: textField(data, 'input_language'),
    outputLanguage: textField(data, 'output_language'),
    videoSeconds: knownField(data, 'duration'),
    translateAudioOnly: typeof audioOnly === 'boolean' ? audioOnly : undefined,
    createdAt: epochMsField(data, 'created_at'),
    callbackId: textField(data, 'callback_id'),
    failureMessage: response.sentence(failureIn(data, statusOfWord(status))),
    ...resultFrom(name => response.address(field(data, URL_FIELDS[name]))),
  });
}

/** Other names for the reason of a failure: those of version 2, and the one in batch items. */
const OTHER_REASONS = ['failure_reason', 'message', 'error'];

const failureIn = (data: unknown, status: string): string | undefined =>
  ['failure_message', ...(status === 'error' ? OTHER_REASONS : [])]
    .map(name => textField(data, name) ?? textField(field(data, name), 'message'))
    .find(reason => reason);
