import { isHttpJobId } from '../model/job-id.js';
import type { JobId } from '../model/job.js';
import { field, textField } from '../transport/json-fields.js';
import { present } from '../transport/present.js';

interface Sent {
  /** Unique: a webhook that is repeated keeps it. */
  readonly eventId: string;
  /** When it was sent: epoch ms of HeyGen's clock. */
  readonly sentAt: number;
}

interface AboutJob extends Sent {
  readonly jobId: JobId;
  readonly callbackId?: string;
  readonly outputLanguage?: string;
}

export interface TranslationSucceeded extends AboutJob {
  readonly type: 'video_translate.success';
  readonly url?: string;
}

export interface TranslationFailed extends AboutJob {
  readonly type: 'video_translate.fail';
  readonly message?: string;
}

export interface BatchFinished extends Sent {
  readonly type: 'batch.finished';
  readonly batchId: string;
}

/** HeyGen tells of much besides translations, at the same address. */
export interface OtherWebhook extends Sent {
  readonly type: 'other';
  /** HeyGen's own word, such as `'avatar_video.success'`. */
  readonly eventType: string;
}

/** What a webhook says. It is a hint, not an answer: poll the job. */
export type WebhookEvent = TranslationSucceeded | TranslationFailed | BatchFinished | OtherWebhook;

/** Reads the body of a webhook; undefined for what is none. */
export function readWebhook(body: string, sent: Sent): WebhookEvent | undefined {
  const json = parsed(body);
  const type = textField(json, 'event_type');
  if (type === undefined) return undefined;
  const data = field(json, 'event_data');
  switch (type) {
    case 'video_translate.success': {
      const about = aboutJob(data, sent);
      return about && present({ type, ...about, url: textField(data, 'url') });
    }
    case 'video_translate.fail': {
      const about = aboutJob(data, sent);
      return about && present({ type, ...about, message: textField(data, 'message') });
    }
    case 'batch.finished': {
      const batchId = field(data, 'batch_id');
      return isHttpJobId(batchId) ? { type, ...sent, batchId } : undefined;
    }
    default:
      return { type: 'other', ...sent, eventType: type };
  }
}

function aboutJob(data: unknown, sent: Sent): AboutJob | undefined {
  // HeyGen's reference has both names.
  const jobId = field(data, 'video_translate_id') ?? field(data, 'video_translation_id');
  if (!isHttpJobId(jobId)) return undefined;
  return present({
    ...sent,
    jobId,
    callbackId: textField(data, 'callback_id'),
    outputLanguage: textField(data, 'output_language'),
  });
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
