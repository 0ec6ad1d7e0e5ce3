import { anything, aString, checkEach, checkOptions, type CheckTable } from '../../../model/checks.js';
import { languagesOf, type TranslationRequest } from '../../../model/request.js';
import type { RequestParts } from '../../http/http-client.js';
import { checkIdempotencyKey, mintKey } from '../../idempotency-key.js';
import { heygenBody } from '../heygen-request.js';

/** Options of a batch as a whole. */
export interface HeygenBatchOptions {
  /** Shown in HeyGen's list. */
  readonly title?: string | undefined;
  /** Where HeyGen posts a webhook when the batch ends. */
  readonly callbackUrl?: string | undefined;
  /**
   * HeyGen creates only one batch for the same key.
   * @default 128 random bits, the same however often the Observable is subscribed
   */
  readonly idempotencyKey?: string | undefined;
}

/** The most translations in a batch (HeyGen's reference). */
const MOST_TRANSLATIONS = 100;

const BATCH: CheckTable<HeygenBatchOptions> = {
  title: aString,
  callbackUrl: aString,
  idempotencyKey: anything,
};

/** The request that creates a batch. @throws TypeError or RangeError for an invalid request, option or key, and for no translation or more than 100. */
export function batchParts(
  requests: readonly TranslationRequest[],
  options: HeygenBatchOptions,
): RequestParts {
  const { title, callbackUrl, idempotencyKey = mintKey() } = checkOptions('create a batch', options, BATCH);
  const translations = checkEach('create a batch', 'requests', requests, heygenBody);
  const { length } = requests.flatMap(languagesOf);
  if (length < 1 || length > MOST_TRANSLATIONS) {
    throw new RangeError(
      `Cannot create a batch: it takes 1 to ${MOST_TRANSLATIONS} translations, got ${length}`,
    );
  }
  return {
    body: { video_translations: translations, title, callback_url: callbackUrl },
    idempotencyKey: checkIdempotencyKey(idempotencyKey),
  };
}
