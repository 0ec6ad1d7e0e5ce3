import { webhookHeaders, type WebhookHeadersOptions } from './webhook-headers.js';

/** Sends a request, as the global `fetch` does. */
export type Fetch = (url: string, init: RequestInit) => Response | Promise<Response>;

/** How long HeyGen waits for a receiver. */
const RESPONSE_LIMIT_MS = 10_000;

/** Posts a webhook once. Resolves with the status of the receiver's response, or undefined without one. */
export const postWebhook = async (
  { url, rawBody, ...signed }: WebhookHeadersOptions & { readonly url: string; readonly rawBody: string },
  fetch: Fetch,
): Promise<number | undefined> => {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: webhookHeaders(rawBody, signed),
      body: rawBody,
      redirect: 'manual',
      signal: AbortSignal.timeout(RESPONSE_LIMIT_MS),
    });
    await response.body?.cancel();
    return response.status;
  } catch {
    return undefined;
  }
};
