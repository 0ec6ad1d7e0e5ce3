import { AccountLimits } from './account-limits.js';
import { BatchStore } from './batch-store.js';
import { webhookDefaults } from '../../webhooks/webhook-options.js';
import { heygenDefaults, type HeygenOptions } from './heygen-options.js';
import type { JobStore } from '../../jobs/job-store.js';
import type { PresignedLinks } from '../../files/presigned-links.js';
import { TranslationStore } from './translation-store.js';
import { WebhookEndpoints } from '../../webhooks/webhook-endpoints.js';
import { WebhookSender } from '../../webhooks/webhook-sender.js';
import { Webhooks } from '../../webhooks/webhooks.js';
import { withDefaults } from '../../values/with-defaults.js';

/** What both APIs share. */
export interface SharedParts {
  readonly jobs: JobStore;
  readonly links: PresignedLinks;
  /** Resolves when the response to a create may be sent. */
  readonly createWait: () => Promise<void>;
  readonly idempotencyTtlMs: number;
  readonly seed: number;
  readonly now: () => number;
  readonly hasOwnClock: boolean;
}

/** The state of an account: what the routes read and change. */
export type HeygenAccount = ReturnType<typeof heygenAccount>;

/** Builds the parts of an account. */
export const heygenAccount = (options: HeygenOptions, shared: SharedParts) => {
  const { jobs, seed, now, hasOwnClock } = shared;
  const chosen = withDefaults(options, heygenDefaults);
  const hooks = withDefaults(chosen.webhooks, webhookDefaults);
  const translations = new TranslationStore({ ...chosen, jobs, seed });
  const endpoints = new WebhookEndpoints({ seed, now });
  const secret = hooks.secret ?? endpoints.newSecret();
  if (hooks.url !== undefined) endpoints.register(hooks.url, null, secret);
  return {
    ...shared,
    apiKey: options.apiKey,
    accessToken: options.accessToken,
    allowPrivateAddresses: chosen.allowPrivateAddresses,
    idField: hooks.idField,
    translations,
    batches: new BatchStore(seed),
    limits: new AccountLimits({ ...chosen, translations, now }),
    endpoints,
    webhooks: new Webhooks({
      endpoints,
      sender: new WebhookSender({ ...hooks, seed, now }),
      secret,
      signCallbacks: hooks.signCallbacks,
      now,
      isAutomatic: !hasOwnClock,
    }),
  };
};
