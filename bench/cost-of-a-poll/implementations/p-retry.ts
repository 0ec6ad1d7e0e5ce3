import pRetry from 'p-retry';
import { jittered, type Implementation } from '../implementation.js';

/** An async loop, each poll wrapped in p-retry. */
export const implementation: Implementation = (service, { intervalMs }) => {
  return jobId => {
    const stop = new AbortController();
    const { signal } = stop;
    const watch = async (): Promise<void> => {
      for (;;) {
        const { status } = await pRetry(() => service.poll(jobId), { retries: 4, minTimeout: 500, signal });
        if (status !== 'pending' || signal.aborted) return;
        await new Promise(resolve => setTimeout(resolve, jittered(intervalMs)));
      }
    };
    watch().catch(() => undefined);
    return () => stop.abort();
  };
};
