import { expect } from '@jest/globals';
import { bulkCallAfter } from '../../../../lib/durable/policy/worker/bulk-call-after.js';
import { checkedOutcome, type PollOutcome } from '../../../../lib/durable/policy/worker/poll-outcome.js';
import { ServerError } from '../../../../lib/model/errors.js';
import { untriedBulkCall, type BulkCall } from '../../../../lib/policy/bulk/bulk-call.js';

const report = (jobId: string): object => ({ jobId, status: 'running' });
const answer = (given: unknown): PollOutcome => ({ type: 'response', response: given });
const failure: PollOutcome = { type: 'failure', error: new ServerError('oops', { status: 500 }) };

const singleAnswered: BulkCall = { ...untriedBulkCall, answered: 'single requests' };
const denied: BulkCall = { denials: 1, deniedUntil: 50, answered: 'nothing' };

it.each<[string, BulkCall, readonly string[], PollOutcome, BulkCall]>([
  ['a single response', untriedBulkCall, ['a'], answer(report('a')), singleAnswered],
  [
    'a bulk response',
    untriedBulkCall,
    ['a', 'b'],
    answer([report('a')]),
    { ...untriedBulkCall, answered: 'bulk requests' },
  ],
  ['a single response that makes no sense', untriedBulkCall, ['a'], answer('a page'), untriedBulkCall],
  ['a bulk response that makes no sense', singleAnswered, ['a', 'b'], answer([report('c')]), denied],
  ['a bulk request that failed', singleAnswered, ['a', 'b'], failure, denied],
  ['a single request that failed', singleAnswered, ['a'], failure, singleAnswered],
  ['a request that was not sent', singleAnswered, ['a', 'b'], { type: 'aborted' }, singleAnswered],
])('after %s', (_title, before, jobIds, outcome, after) => {
  expect(bulkCallAfter(before, jobIds.length, checkedOutcome(jobIds, outcome), 50)).toEqual(after);
});
