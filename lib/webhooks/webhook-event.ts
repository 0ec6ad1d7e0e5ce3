import { isHttpJobId } from '../model/job-id.js';
import type { JobId } from '../model/job.js';
import { field, textField } from '../transport/json-fields.js';
import { present } from '../model/present.js';

interface Sent {
  /** Unique, and the same in repeated deliveries. If HeyGen sends none, the signature. */
  readonly eventId: string;
  /** When it was sent: epoch ms of HeyGen's clock. Absent if HeyGen does not send it. */
  readonly sentAt?: number;
}

interface AboutJob extends Sent {
  readonly jobId: JobId;
  readonly callbackId?: string;
  readonly outputLanguage?: string;
}

/** A translation has completed. */
export interface TranslationSucceeded extends AboutJob {
  readonly type: 'video_translate.success';
  /** URL of the video. Poll the job for its complete result. */
  readonly url?: string;
}

/** A translation has failed. */
export interface TranslationFailed extends AboutJob {
  readonly type: 'video_translate.fail';
  /** HeyGen's own message. */
  readonly message?: string;
}

/** A batch has ended. */
export interface BatchFinished extends Sent {
  readonly type: 'batch.finished';
  /** The id of the batch. */
  readonly batchId: string;
}

/** Anything else that HeyGen sends to the same URL: other products, unknown types, or an event without the id of its job. */
export interface OtherWebhook extends Sent {
  readonly type: 'other';
  /** HeyGen's own word, such as `'avatar_video.success'` or `'video_translate.preflight.audio_failed'`. */
  readonly eventType: string;
  /** The job, if it is about a translation and names it. */
  readonly jobId?: JobId;
  /** Your own id from the request. */
  readonly callbackId?: string;
}

/** The content of a webhook. It is only a hint: poll the job. */
export type WebhookEvent = TranslationSucceeded | TranslationFailed | BatchFinished | OtherWebhook;

/** Reads the body of a webhook; undefined if it is not one. */
export function readWebhook(body: string, sent: Sent): WebhookEvent | undefined {
  const json = parsed(body);
  const eventType = textField(json, 'event_type');
  if (eventType === undefined) return undefined;
  const data = field(json, 'event_data');
  return knownEvent(eventType, data, sent) ?? otherEvent(eventType, data, sent);
}

function knownEvent(type: string, data: unknown, sent: Sent): WebhookEvent | undefined {
  const jobId = jobIdIn(data);
  const batchId = field(data, 'batch_id');
  if (type === 'batch.finished') return isHttpJobId(batchId) ? { type, ...sent, batchId } : undefined;
  if (jobId === undefined) return undefined;
  const about = present({
    ...sent,
    jobId,
    callbackId: textField(data, 'callback_id'),
    outputLanguage: textField(data, 'output_language'),
  });
  switch (type) {
    case 'video_translate.success':
      return present({ type, ...about, url: textField(data, 'url') });
    case 'video_translate.fail':
      return present({ type, ...about, message: textField(data, 'message') });
    default:
      return undefined;
  }
}

function otherEvent(eventType: string, data: unknown, sent: Sent): OtherWebhook {
  const isAboutTranslation = eventType.startsWith('video_translat');
  return present({
    type: 'other' as const,
    ...sent,
    eventType,
    jobId: isAboutTranslation ? jobIdIn(data) : undefined,
    callbackId: textField(data, 'callback_id'),
  });
}

/** Names for the id of a job: HeyGen's documentation and deliveries use all of them. */
const ID_FIELDS = ['video_translate_id', 'video_translation_id', 'video_id', 'id'];

const jobIdIn = (data: unknown): JobId | undefined =>
  ID_FIELDS.map(name => field(data, name)).find(isHttpJobId);

function parsed(body: string): unknown {
  try {
    return JSON.parse(body.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
}
