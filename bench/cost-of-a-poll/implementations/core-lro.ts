import { createHttpPoller, type OperationResponse } from '@azure/core-lro';
import type { Implementation } from '../implementation.js';
import type { Service } from '../service.js';

/** The poller of the Azure clients, with responses in the format that it reads. */
export const implementation: Implementation = (service, { intervalMs }) => {
  return jobId => {
    const stop = new AbortController();
    const poller = createHttpPoller(
      {
        sendInitialRequest: () => Promise.resolve(created(jobId)),
        sendPollRequest: () => polled(service, jobId),
      },
      { intervalInMs: intervalMs },
    );
    poller.pollUntilDone({ abortSignal: stop.signal }).catch(() => undefined);
    return () => stop.abort();
  };
};

const created = (jobId: string): OperationResponse => ({
  flatResponse: {},
  rawResponse: {
    statusCode: 202,
    headers: { 'operation-location': `/status/${jobId}` },
    request: { method: 'POST', url: '/job' },
  },
});

async function polled(service: Service, jobId: string): Promise<OperationResponse> {
  const body = { status: (await service.poll(jobId)).status === 'pending' ? 'running' : 'succeeded' };
  const request = { method: 'GET', url: `/status/${jobId}` };
  return { flatResponse: body, rawResponse: { statusCode: 200, headers: {}, request, body } };
}
