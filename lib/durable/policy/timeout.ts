/** The deadline of a durable watch or create that names none, in ms: a day. What outlives a process need not hurry. */
export const DURABLE_TIMEOUT_MS = 86_400_000;
