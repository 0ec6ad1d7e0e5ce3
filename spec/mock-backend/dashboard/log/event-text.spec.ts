import { expect, it } from '@jest/globals';
import { ServerError, type ClientEvent } from 'heygen-rx';
import { batchSnapshot, completedSnapshot, failedSnapshot, pendingSnapshot } from 'heygen-rx/testing';
import { eventKind, eventText, textWithoutId } from '../../../../mock-backend/dashboard/log/event-text.js';

const jobId = '0123456789abcdef0123456789abcdef';
const at = 0;
const error = new ServerError('The service failed', { status: 503 });

it.each<[ClientEvent, string, string, string]>([
  [{ type: 'JOB_CREATED', at, jobId }, 'info', '01234567', ''],
  [
    { type: 'STATUS_CHANGED', at, jobId, currentState: 'pending', snapshot: pendingSnapshot({ jobId }) },
    'info',
    '01234567: pending',
    'pending',
  ],
  [
    { type: 'RETRY_ATTEMPTED', at, jobId, attempt: 2, delayMs: 1500, error },
    'trouble',
    '01234567: attempt 2 failed: ServerError 503; retrying in 1.5 s',
    'attempt 2 failed: ServerError 503; retrying in 1.5 s',
  ],
  [
    { type: 'RETRY_ATTEMPTED', at, attempt: 1, delayMs: 500, error },
    'trouble',
    'create, attempt 1 failed: ServerError 503; retrying in 0.5 s',
    'create, attempt 1 failed: ServerError 503; retrying in 0.5 s',
  ],
  [{ type: 'ERROR_OCCURRED', at, jobId, error }, 'trouble', 'The service failed', 'The service failed'],
  [
    { type: 'JOB_COMPLETED', at, jobId, snapshot: completedSnapshot({ jobId, polls: 1 }) },
    'good',
    '01234567: after 1 poll',
    'after 1 poll',
  ],
  [
    { type: 'JOB_FAILED', at, jobId, snapshot: failedSnapshot({ jobId, failure: { message: 'too long' } }) },
    'bad',
    '01234567: too long',
    'too long',
  ],
  ...[
    { batch: batchSnapshot({ a: 'unseen' }), text: 'ended, 1 job' },
    { batch: batchSnapshot({ a: 'unseen', b: 'unseen' }), text: 'ended, 2 jobs' },
  ].map(({ batch, text }): [ClientEvent, string, string, string] => [
    { type: 'BATCH_OPERATION', at, phase: 'ended', batch },
    'info',
    text,
    text,
  ]),
])('%j', (event, kind, text, withoutId) => {
  expect([eventKind(event), eventText(event), textWithoutId(event)]).toEqual([kind, text, withoutId]);
});
