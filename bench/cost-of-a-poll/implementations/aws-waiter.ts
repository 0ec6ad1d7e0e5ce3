import { createWaiter, WaiterState } from '@smithy/util-waiter';
import type { Implementation } from '../implementation.js';

/** The waiter of the AWS clients. Its two delays are equal, so every interval is the same. */
export const implementation: Implementation = (service, { intervalMs }) => {
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
