import { expect } from '@jest/globals';
import { of } from 'rxjs';
import { JobNotFoundError, TimeoutError, type ClientEvent } from 'heygen-rx';
import type { SeenWatch, WatchChange } from 'heygen-rx/durable';
import { watchSource, type WatchUpdate } from '../../../../lib/durable/client/updates/watch-source.js';
import { errorToJson } from '../../../../lib/model/error-json.js';
import type { WatchState } from '../../../../lib/policy/watch/state.js';
import { newWatch, typesOf, withMethods } from '../../support/small-worker.js';

const update = (state: Partial<WatchState>, end?: WatchChange['end']): WatchChange => ({
  jobId: 'a',
  version: 3,
  state: newWatch('a', state).state,
  end,
});
const added = update({});
const pending = update({ polls: 1, at: 10 });
const running = update({ polls: 2, at: 20, status: 'running' });
const completed = update({ polls: 3, at: 30, status: 'completed', result: {} }, {});
const failed = (error: TimeoutError | JobNotFoundError, state: Partial<WatchState> = { polls: 1, at: 10 }) =>
  update(state, { error: errorToJson(error) });

describe('the events of a watch that has changed', () => {
  it.each<[string, WatchUpdate | undefined, WatchUpdate, string]>([
    // what was known before, the update, the events
    ['none before its first poll', undefined, added, ''],
    ['none for one that is missing', pending, 'missing', ''],
    ['its first status', undefined, pending, 'STATUS_CHANGED'],
    ['its first status, if it had been added', added, pending, 'STATUS_CHANGED'],
    ['its first status, if it was missing', 'missing', pending, 'STATUS_CHANGED'],
    ['its first status, if it is seen late', undefined, running, 'STATUS_CHANGED'],
    ['another status', pending, running, 'STATUS_CHANGED'],
    ['none for the same status', pending, update({ polls: 2, at: 20 }), ''],
    ['none if it was not polled', running, { ...running, version: 4 }, ''],
    ['the end of its job', running, completed, 'STATUS_CHANGED JOB_COMPLETED'],
    ['the end of its job, if it is seen late', undefined, completed, 'STATUS_CHANGED JOB_COMPLETED'],
    ['an error', pending, failed(new JobNotFoundError('gone')), 'ERROR_OCCURRED'],
    ['a time-out', pending, failed(new TimeoutError('late')), 'TIMEOUT'],
    [
      'a status and an error',
      pending,
      failed(new JobNotFoundError('gone'), { polls: 2, at: 20, status: 'running' }),
      'STATUS_CHANGED ERROR_OCCURRED',
    ],
    [
      'a word that is not known',
      undefined,
      update({ polls: 1, at: 10, statusText: 'queued' }),
      'ERROR_OCCURRED STATUS_CHANGED',
    ],
  ])('%s', (_title, before, after, types) => {
    const events: ClientEvent[] = [];
    watchSource(withMethods({}), 'main', event => events.push(event)).onUpdate!(after, before);
    expect(typesOf(events)).toBe(types);
  });

  it('say what the status was before', () => {
    const events: ClientEvent[] = [];
    const source = watchSource(withMethods({}), 'main', event => events.push(event));
    source.onUpdate!(running, pending);
    source.onUpdate!(running, undefined);
    expect(events.map(event => 'previousState' in event && event.previousState)).toEqual(['pending', false]);
  });
});

it('a read asks for what is newer than what is known, and finds what is missing', () => {
  let asked: readonly SeenWatch[] = [];
  const changed = { ...pending, jobId: 'b' };
  const engine = withMethods({
    readWatches: (_account, seen) => {
      asked = seen;
      return of({ changed: [changed], missing: ['c'] });
    },
  });
  const known = new Map<string, WatchUpdate | undefined>([
    ['a', running],
    ['b', undefined],
    ['c', 'missing'],
  ]);
  let found: ReadonlyMap<string, WatchUpdate> | undefined;
  watchSource(engine, 'main', () => undefined)
    .read(known)
    .subscribe(updates => (found = updates));
  expect(asked).toEqual([
    { jobId: 'a', version: 3 },
    { jobId: 'b', version: 0 },
    { jobId: 'c', version: 0 },
  ]);
  expect([...found!]).toEqual([
    ['b', changed],
    ['c', 'missing'],
  ]);
});
