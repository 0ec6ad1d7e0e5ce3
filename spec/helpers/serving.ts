import { startMockBackend, type RunningMockBackend } from 'heygen-rx/mock-backend';

type Options = Parameters<typeof startMockBackend>[0];

/** A mock backend over HTTP for one test, which disposes of it: `await using backend = await serving()`. Tests with one each can run at the same time. */
export async function serving(options: Options = {}): Promise<RunningMockBackend & AsyncDisposable> {
  const backend = await startMockBackend({ processingMs: 60_000, seed: 1, ...options });
  return { ...backend, [Symbol.asyncDispose]: () => backend.close() };
}

/** A limit for answers that never end. It is long enough for a slow machine to serve the rest of the response; run such tests at the same time. */
export const STALLED_MS = 1000;
