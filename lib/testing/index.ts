// Marble tests
export { marbles, type MarbleHelpers } from './marbles.js';

// A service that plays a script
export {
  scriptedTransport,
  type ScriptedTransport,
  type ScriptedTransportOptions,
} from './scripted-transport.js';
export type { LookLog, ScriptedRequest } from './request-log.js';
export type { ScriptedValue, ScriptedValues } from './scripted-answers.js';
