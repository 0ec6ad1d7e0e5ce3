import { expect, it } from '@jest/globals';
import { headlineOf, type Situation } from '../../../../mock-backend/dashboard/figures/headline.js';

const idle: Situation = {
  circuit: 'closed',
  total: 0,
  watched: 0,
  open: 0,
  unwatched: 0,
  uncreated: 0,
  failed: 0,
  lost: 0,
  isFailing: false,
  isBroken: false,
};
const busy: Partial<Situation> = { total: 12, watched: 12, open: 5 };

it.each<[Partial<Situation>, string, RegExp]>([
  [{}, 'idle', /^No jobs on this page yet/],
  [{ cause: 'The backend cannot be reached' }, 'trouble', /^The backend cannot be reached\.$/],
  [busy, 'busy', /^Watching 12 jobs\.$/],
  [{ ...busy, isFailing: true }, 'trouble', /^Some requests fail/],
  [{ ...busy, circuit: 'open', isFailing: true }, 'circuit-open', /the circuit is open, nothing is sent/],
  [
    { ...busy, circuit: 'open', cause: 'The backend responds with 503' },
    'circuit-open',
    /^The backend responds with 503: the circuit is open/,
  ],
  [
    { ...busy, isFailing: true, cause: 'The backend cannot be reached' },
    'trouble',
    /^The backend cannot be reached\. Requests are retried/,
  ],
  [{ ...busy, circuit: 'half-open' }, 'circuit-open', /^One request is testing/],
  [{ ...busy, circuit: 'isolated' }, 'paused', /opened manually/],
  [{ ...busy, circuit: 'open', pausedBy: 'while offline' }, 'paused', /^Paused while offline/],
  [{ total: 12 }, 'done', /^All 12 jobs are done\.$/],
  [{ total: 12, failed: 2 }, 'done', /^All 12 jobs are done, 2 failed\.$/],
  [{ total: 12, failed: 2, lost: 1 }, 'trouble', /^1 job of 12 lost, 2 failed/],
  [{ total: 1 }, 'done', /^The job is done\.$/],
  [{ total: 12, unwatched: 7 }, 'idle', /^Stopped watching 7 jobs; they continue on the backend\.$/],
  [{ total: 12, unwatched: 1 }, 'idle', /^Stopped watching 1 job; it continues on the backend\.$/],
  [{ total: 12, uncreated: 7 }, 'idle', /^7 jobs not created yet: resume/],
  [{ total: 12, unwatched: 2, uncreated: 7 }, 'idle', /^Stopped watching 2 jobs; .+ 7 jobs not created yet/],
  [{ total: 12, isBroken: true }, 'trouble', /could not be created/],
  // What happened to the circuit is no news once everything has ended.
  [{ total: 12, circuit: 'open', isFailing: true }, 'done', /^All 12 jobs/],
])('%j is %s', (situation, tone, text) => {
  const headline = headlineOf({ ...idle, ...situation });
  expect(headline.tone).toBe(tone);
  expect(headline.text).toMatch(text);
});

it('says the same while jobs end one by one, since it is read out', () => {
  const said = [9, 5, 1].map(open => headlineOf({ ...idle, ...busy, open, failed: 9 - open }).text);
  expect(new Set(said).size).toBe(1);
});
