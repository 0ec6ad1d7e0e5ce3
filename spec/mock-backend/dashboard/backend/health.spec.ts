import { expect, it } from '@jest/globals';
import { causeOf, healthText, type Health } from '../../../../mock-backend/dashboard/backend/health.js';

const up: Health = { isReached: true, isInOutage: false, lastFailure: undefined };
const outage: Health = { ...up, isInOutage: true };

it.each<[string, Health, string | undefined, string]>([
  ['nothing asked yet', { ...up, isReached: undefined }, undefined, 'unknown'],
  ['up', up, undefined, 'up'],
  [
    'up, but a request has failed',
    { ...up, lastFailure: { kind: 'response', status: 503 } },
    undefined,
    'up',
  ],
  ['down', { ...up, isReached: false }, 'The backend cannot be reached', 'cannot be reached'],
  [
    'down in an outage',
    { ...outage, isReached: false, lastFailure: { kind: 'response', status: 503 } },
    'The backend cannot be reached',
    'cannot be reached',
  ],
  ['an outage that has met no request', outage, 'An outage is turned on', 'outage'],
  [
    'an outage of 503',
    { ...outage, lastFailure: { kind: 'response', status: 503 } },
    'The backend responds with 503',
    'outage',
  ],
  [
    'an outage of resets',
    { ...outage, lastFailure: { kind: 'no connection' } },
    'The backend closes every connection',
    'outage',
  ],
  [
    'an outage of silence',
    { ...outage, lastFailure: { kind: 'no response' } },
    'The backend does not respond',
    'outage',
  ],
  [
    'an outage of bodies that end early',
    { ...outage, lastFailure: { kind: 'cut off', status: 200 } },
    'The backend sends broken responses',
    'outage',
  ],
])('%s', (_, health, cause, text) => {
  expect(causeOf(health)).toBe(cause);
  expect(healthText(health)).toBe(text);
});
