import { expect, it } from '@jest/globals';
import { headlineOf, type Situation } from '../../../../mock-backend/dashboard/figures/headline.js';

const idle: Situation = {
  circuit: 'closed',
  total: 0,
  watched: 0,
  open: 0,
  left: 0,
  failed: 0,
  lost: 0,
  isFailing: false,
  isBroken: false,
};
const busy: Partial<Situation> = { total: 12, watched: 12, open: 5 };

it.each<[Partial<Situation>, string, RegExp]>([
  [{}, 'calm', /^Nothing is watched yet/],
  [busy, 'busy', /^Watching 12 jobs\.$/],
  [{ ...busy, isFailing: true }, 'troubled', /^Some requests fail/],
  [{ ...busy, circuit: 'open', isFailing: true }, 'shut', /the circuit is open, nothing is sent/],
  [{ ...busy, circuit: 'half-open' }, 'shut', /^One request asks/],
  [{ ...busy, circuit: 'isolated' }, 'held', /opened by hand/],
  [{ ...busy, circuit: 'open', pausedBy: 'while offline' }, 'held', /^Paused while offline/],
  [{ total: 12 }, 'done', /^All 12 jobs seen to the end\.$/],
  [{ total: 12, failed: 2 }, 'done', /^All 12 jobs seen to the end, 2 failed\.$/],
  [{ total: 12, failed: 2, lost: 1 }, 'troubled', /^1 job of 12 lost sight of, 2 failed/],
  [{ total: 1 }, 'done', /^The job seen to the end\.$/],
  [{ total: 12, left: 7 }, 'calm', /^7 jobs left to the backend/],
  [{ total: 12, isBroken: true }, 'troubled', /could not be created/],
  // What happened to the circuit is no news once everything has ended.
  [{ total: 12, circuit: 'open', isFailing: true }, 'done', /^All 12 jobs/],
])('%j is %s', (situation, mood, text) => {
  const headline = headlineOf({ ...idle, ...situation });
  expect(headline.mood).toBe(mood);
  expect(headline.text).toMatch(text);
});

it('says the same while jobs end one by one: it is read out', () => {
  const said = [9, 5, 1].map(open => headlineOf({ ...idle, ...busy, open, failed: 9 - open }).text);
  expect(new Set(said).size).toBe(1);
});
