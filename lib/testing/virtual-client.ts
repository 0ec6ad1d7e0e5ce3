import { asyncScheduler } from 'rxjs';
import { TranslationClient } from '../client.js';
import type { TransportClientOptions } from '../options/types.js';
import {
  type ScriptedTransport,
  scriptedTransport,
  type ScriptedTransportOptions,
} from './scripted/scripted-transport.js';

/** Every option of a client except its transport. */
export type VirtualClientOptions = Omit<TransportClientOptions, 'transport'>;

/** A client of a scripted service, and its transport, which logs what was sent. */
export type VirtualClient = TranslationClient & { readonly transport: ScriptedTransport };

/**
 * A real client over a scripted transport, without jitter: in `marbles` all its time is virtual.
 *
 * @param script The script of the service; see `scriptedTransport`.
 * @param options Options of the client. `random` is `() => 0.5` unless given, which means no jitter.
 * @example
 * const client = virtualClient({ jobs: { 'job-1': 'p 1999ms S 1999ms c' } }, { polling: { initialIntervalMs: 1000 } });
 */
export function virtualClient(
  script: Omit<ScriptedTransportOptions, 'scheduler'> = {},
  options: VirtualClientOptions = {},
): VirtualClient {
  const { scheduler = asyncScheduler } = options;
  const transport = scriptedTransport({ ...script, scheduler });
  const client = new TranslationClient({ random: () => 0.5, ...options, scheduler, transport });
  return Object.assign(client, { transport });
}
