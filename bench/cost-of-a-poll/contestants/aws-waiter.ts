import { createWaiter, WaiterState } from '@smithy/util-waiter';
import type { Contestant } from '../contestant.js';

/** The waiter of the AWS clients, its two delays equal: every wait the same. */
export const contestant: Contestant = (service, { intervalMs }) => {
  const seconds = intervalMs / 1000;
  return jobId => {
    const stop = new AbortController();
    createWaiter(
      { client: service, minDelay: seconds, maxDelay: seconds, maxWaitTime: 300, abortSignal: stop.signal },
      jobId,
      async client => {
        const { status } = await client.poll(jobId);
        return { state: status === 'pending' ? WaiterState.RETRY : WaiterState.SUCCESS };
      },
    ).catch(() => undefined);
    return () => stop.abort();
  };
};
