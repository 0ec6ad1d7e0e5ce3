import pRetry from 'p-retry';
import { spread, type Contestant } from '../contestant.js';

/** A loop of promises, each poll wrapped in p-retry. */
export const contestant: Contestant = (service, { intervalMs }) => {
  return jobId => {
    const stop = new AbortController();
    const { signal } = stop;
    const watch = async (): Promise<void> => {
      for (;;) {
        const { status } = await pRetry(() => service.poll(jobId), { retries: 4, minTimeout: 500, signal });
        if (status !== 'pending' || signal.aborted) return;
        await new Promise(resolve => setTimeout(resolve, spread(intervalMs)));
      }
    };
    watch().catch(() => undefined);
    return () => stop.abort();
  };
};
