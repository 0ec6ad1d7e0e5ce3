/** The default deadline of a durable watch or create, in ms: a day. */
export const DURABLE_TIMEOUT_MS = 86_400_000;
