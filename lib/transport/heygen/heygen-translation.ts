import { isHttpJobId } from '../../model/job-id.js';
import type { JobId, JobResult } from '../../model/job.js';
import { statusOfWord } from '../status-words.js';
import type { HttpResponse } from '../http/http-response.js';
import { field, numberField, textField } from '../json-fields.js';
import { present } from '../present.js';
import { resultOf } from '../read-report.js';

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

/** Reads a translation; undefined if it is none. */
export function readTranslation(response: HttpResponse, data: unknown): HeygenTranslation | undefined {
  const jobId = field(data, 'id');
  const status = response.word(textField(data, 'status'));
  if (!isHttpJobId(jobId) || status === undefined) return undefined;
  const audioOnly = field(data, 'translate_audio_only');
  const createdAt = knownField(data, 'created_at');
  return present({
    jobId,
    status: statusOfWord(status),
    title: textField(data, 'title'),
    inputLanguage: textField(data, 'input_language'),
    outputLanguage: textField(data, 'output_language'),
    videoSeconds: knownField(data, 'duration'),
    translateAudioOnly: typeof audioOnly === 'boolean' ? audioOnly : undefined,
    createdAt: createdAt === undefined ? undefined : createdAt * 1000,
    callbackId: textField(data, 'callback_id'),
    failureMessage: response.sentence(textField(data, 'failure_message')),
    ...resultOf(response, data),
  });
}

/** A number; zero means that it is not known yet. */
function knownField(data: unknown, name: string): number | undefined {
  const number = numberField(data, name);
  return number === undefined || number <= 0 ? undefined : number;
}
