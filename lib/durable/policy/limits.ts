/** The default deadline of a durable watch or create, in ms: a day. */
export const DURABLE_TIMEOUT_MS = 86_400_000;

/** How long after its deadline a client waits for the workers' last poll, in ms: that takes up to 30 s. Then it ends by itself, since perhaps no worker is running. */
export const WORKER_GRACE_MS = 35_000;

/** As many observed jobs as a schedule remembers (`TrainingData`). */
export const OBSERVED_KEPT = 256;
