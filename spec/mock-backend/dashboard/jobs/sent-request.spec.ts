import { expect, it } from '@jest/globals';
import {
  createdIn,
  isFailure,
  jobIdsIn,
  outcomeText,
  type Outcome,
} from '../../../../mock-backend/dashboard/jobs/sent-request.js';

it.each<[Outcome, string, boolean]>([
  [{ kind: 'response', status: 200 }, '200', false],
  [{ kind: 'response', status: 404 }, '404', false],
  [{ kind: 'response', status: 429 }, '429', true],
  [{ kind: 'response', status: 503 }, '503', true],
  [{ kind: 'not json', status: 200 }, '200, not JSON', true],
  [{ kind: 'cut off', status: 200 }, '200, cut off', true],
  [{ kind: 'no connection' }, 'no connection', true],
  [{ kind: 'no response' }, 'no response', true],
  [{ kind: 'cancelled' }, 'cancelled', false],
])('%j is shown as %s', (outcome, text, failed) => {
  expect(outcomeText(outcome)).toBe(text);
  expect(isFailure(outcome)).toBe(failed);
});

it.each([
  ['/status/a', ['a']],
  ['/status?job_id=a', ['a']],
  ['/status?job_ids=a,b', ['a', 'b']],
  ['/job', []],
])('%s is about %j', (address, jobIds) => {
  expect(jobIdsIn(new URL(address, 'http://backend'))).toEqual(jobIds);
});

it('finds the job that a create has made', () => {
  expect(createdIn('{"job_id":"a"}')).toEqual(['a']);
  expect(createdIn('{"error":{}}')).toEqual([]);
});
