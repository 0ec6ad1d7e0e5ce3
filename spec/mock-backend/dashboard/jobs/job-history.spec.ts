import { expect, it } from '@jest/globals';
import type { ClientEvent } from 'heygen-rx';
import { JobHistory } from '../../../../mock-backend/dashboard/jobs/job-history.js';
import type { SentRequest } from '../../../../mock-backend/dashboard/jobs/sent-request.js';

const request = (...jobIds: string[]): SentRequest => ({
  method: 'GET',
  path: '/status',
  jobIds,
  sentAt: 0,
  tookMs: 1,
  outcome: { kind: 'response', status: 200 },
});

it('keeps what concerns a job, until it is forgotten', () => {
  const history = new JobHistory();
  const created: ClientEvent = { type: 'JOB_CREATED', at: 1, jobId: 'a' };
  const opened: ClientEvent = {
    type: 'CIRCUIT_BREAKER_OPENED',
    at: 2,
    previousState: 'closed',
    currentState: 'open',
  };
  for (const event of [created, opened]) history.addEvent(event);
  const shared = request('a', 'b');
  history.addRequest(shared);
  expect(history.of('a')).toEqual({ events: [created], requests: [shared] });
  expect(history.of('b')).toEqual({ events: [], requests: [shared] });
  history.forget('a');
  expect(history.of('a')).toEqual({ events: [], requests: [] });
});

it('keeps the latest hundred requests of a job', () => {
  const history = new JobHistory();
  for (let at = 0; at < 130; at++) history.addRequest({ ...request('a'), sentAt: at });
  const { requests } = history.of('a');
  expect([requests.length, requests[0]?.sentAt]).toEqual([100, 30]);
});
