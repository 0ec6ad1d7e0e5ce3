/**
 * Marble tests, and a client of a scripted service in virtual time.
 *
 * @module heygen-rx/testing
 */

// Marble tests
export { marbles, type MarbleHelpers } from './marbles/marbles.js';

// A service that plays a script
export {
  scriptedTransport,
  type ScriptedTransport,
  type ScriptedTransportOptions,
} from './scripted/scripted-transport.js';
export { virtualClient, type VirtualClient, type VirtualClientOptions } from './virtual-client.js';
export type { PollLog, ScriptedRequest } from './scripted/request-log.js';
export type { ScriptedValue, ScriptedValues } from './scripted/scripted-responses.js';

// What a client emits, built by hand
export { completedSnapshot, failedSnapshot, pendingSnapshot, runningSnapshot } from './snapshots.js';
export { batchSnapshot, type BatchEntry } from './batch-snapshot.js';
export { clientEvent } from './client-event.js';
