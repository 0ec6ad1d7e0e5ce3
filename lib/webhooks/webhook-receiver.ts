import { mergeMap, Subject, type Observable } from 'rxjs';
import type { JobId } from '../model/job.js';
import { anything, checkOptions, count } from '../model/checks.js';
import { RecentIds } from './recent-ids.js';
import {
  VERIFY_OPTIONS,
  WebhookVerifier,
  type VerifyOptions,
  type WebhookRefusal,
} from './verify-webhook.js';
import type { WebhookEvent } from './webhook-event.js';
import type { WebhookHeaders } from './webhook-headers.js';
import type { RawBody } from './webhook-signature.js';

/** How webhooks are received. */
export interface WebhookReceiverOptions extends VerifyOptions {
  /** The endpoint's whole secret; a list while it is being rotated. */
  readonly secret: string | readonly string[];
  /** How many event ids are remembered, to recognise repeats. @default 10_000 */
  readonly maxRemembered?: number | undefined;
}

/** The outcome of a delivery. Respond with 2xx to `accepted` and `repeated`; otherwise HeyGen repeats the delivery for a day. */
export type Receipt = 'accepted' | 'repeated' | WebhookRefusal;

/** Receives webhooks, and emits each genuine one once. */
export interface WebhookReceiver {
  /** The events of accepted webhooks. Never completes or errors. */
  readonly event$: Observable<WebhookEvent>;
  /** The ids of jobs and batches in accepted webhooks. Pass it to a client as `wake$` to poll them at once. Never completes or errors. */
  readonly wake$: Observable<JobId>;
  /** Receives one delivery. Resolves for any delivery; rejects only for a body that is not raw. */
  receive(rawBody: RawBody, headers: WebhookHeaders): Promise<Receipt>;
}

/**
 * Creates a webhook receiver for any server: it takes a body and headers.
 *
 * @throws TypeError or RangeError for invalid options.
 * @example
 * const receiver = webhookReceiver({ secret });
 * const client = new TranslationClient({ transport, wake$: receiver.wake$ });
 * const receipt = await receiver.receive(rawBody, headers); // 'accepted', 'repeated', 'forged' ...
 */
export function webhookReceiver(options: WebhookReceiverOptions): WebhookReceiver {
  checkOptions('receive webhooks', options, { secret: anything, maxRemembered: count, ...VERIFY_OPTIONS });
  return new Receiver(options);
}

class Receiver implements WebhookReceiver {
  readonly #verifier: WebhookVerifier;
  readonly #seen: RecentIds;
  readonly #eventSubject = new Subject<WebhookEvent>();
  readonly event$ = this.#eventSubject.asObservable();
  readonly wake$ = this.event$.pipe(mergeMap(subjectOf));

  constructor({ secret, maxRemembered = 10_000, ...options }: WebhookReceiverOptions) {
    this.#verifier = new WebhookVerifier(secret, options);
    this.#seen = new RecentIds(maxRemembered);
  }

  async receive(rawBody: RawBody, headers: WebhookHeaders): Promise<Receipt> {
    const verdict = await this.#verifier.verify(rawBody, headers);
    if (verdict.verdict !== 'accepted') return verdict.verdict;
    // Only genuine ones are remembered: otherwise forged ones could push the others out.
    if (!this.#seen.add(verdict.event.eventId)) return 'repeated';
    this.#eventSubject.next(verdict.event);
    return 'accepted';
  }
}

function subjectOf(event: WebhookEvent): readonly JobId[] {
  const subject = event.type === 'batch.finished' ? event.batchId : event.jobId;
  return subject === undefined ? [] : [subject];
}
