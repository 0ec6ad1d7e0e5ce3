import { TranslationClient, type TransportClientOptions } from 'heygen-rx';
import { scriptedTransport, type ScriptedTransport, type ScriptedTransportOptions } from 'heygen-rx/testing';

/** Intervals of 4, 8, 16, 16 ... ms without jitter, so that a watch fits into a marble diagram. */
export const SMALL = {
  polling: { initialIntervalMs: 4, maxIntervalMs: 16, multiplier: 2, timeoutMs: 1000 },
  retry: { initialDelayMs: 2, maxDelayMs: 4, maxAttempts: 3 },
  minIntervalMs: 1,
  maxRequestsPerSecond: 1_000_000,
  maxConcurrentRequests: 1000,
  random: () => 0.5,
} as const;

/** A client with short intervals for a scripted service that answers after 1 ms. */
export function smallClient(
  script: ScriptedTransportOptions | ScriptedTransport,
  options: Omit<TransportClientOptions, 'transport'> = {},
): { readonly client: TranslationClient; readonly transport: ScriptedTransport } {
  const transport = 'polls' in script ? script : scriptedTransport({ latencyMs: 1, ...script });
  const polling = { ...SMALL.polling, ...options.polling };
  const retry = { ...SMALL.retry, ...options.retry };
  const client = new TranslationClient({ ...SMALL, ...options, polling, retry, transport });
  return { client, transport };
}
