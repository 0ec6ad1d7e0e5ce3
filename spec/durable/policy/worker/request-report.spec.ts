import { expect } from '@jest/globals';
import { NetworkError, RateLimitError, RequestError, ServerError, type TranslationError } from 'heygen-rx';
import { requestReportOf, type AnyOutcome } from '../../../../lib/durable/policy/worker/request-report.js';

const YEAR_MS = 365 * 86_400_000;
const failure = (error: TranslationError): AnyOutcome => ({ type: 'failure', error });
const asked = (retryAfterMs: number): AnyOutcome => failure(new RateLimitError('429', { retryAfterMs }));

it.each<[string, AnyOutcome, object]>([
  // how the request ended, what that says about the circuit and about the silence
  ['a response', { type: 'response' }, { circuit: 'success', silence: 'success' }],
  ['a created job', { type: 'created' }, { circuit: 'success', silence: 'success' }],
  ['a reset', failure(new NetworkError('reset')), { circuit: 'failure', silence: 'failure' }],
  [
    'a server error',
    failure(new ServerError('500', { status: 500 })),
    { circuit: 'failure', silence: 'failure' },
  ],
  ['a refusal', failure(new RequestError('no', { status: 403 })), { circuit: 'success', silence: 'failure' }],
  ['a Retry-After', asked(400), { circuit: 'neutral', silence: { askedMs: 400, quietMs: 400 } }],
  ['a long Retry-After', asked(9000), { circuit: 'neutral', silence: { askedMs: 9000, quietMs: 1000 } }],
  [
    'a Retry-After for ever',
    asked(1e300),
    { circuit: 'neutral', silence: { askedMs: YEAR_MS, quietMs: 1000 } },
  ],
  ['an abort', { type: 'aborted' }, { circuit: 'neutral', silence: undefined }],
  [
    'nothing sent',
    { type: 'not sent', error: new RateLimitError('late') },
    { circuit: 'neutral', silence: undefined },
  ],
  ['an expired claim', { type: 'expired' }, { circuit: 'neutral', silence: undefined }],
])('a request that ends with %s', (_title, outcome, report) => {
  expect(requestReportOf(outcome, 1000, 0)).toEqual(report);
});

it.each<[number, AnyOutcome, string]>([
  // how late it ended in ms, how it ended, what that says about the circuit
  [2000, failure(new NetworkError('reset')), 'failure'],
  [2001, failure(new NetworkError('reset')), 'neutral'],
  [2001, { type: 'response' }, 'success'],
])('a request that ended %i ms after its time limit: the machine was asleep', (lateMs, outcome, circuit) => {
  expect(requestReportOf(outcome, 1000, lateMs)).toMatchObject({ circuit });
});
