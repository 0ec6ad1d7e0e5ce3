import { expect } from '@jest/globals';
import { TimeoutError } from '../../lib/model/errors.js';
import { EventType } from '../../lib/model/events.js';
import {
  batchSnapshot,
  clientEvent,
  completedSnapshot,
  failedSnapshot,
  pendingSnapshot,
  runningSnapshot,
} from 'heygen-rx/testing';

describe('snapshots', () => {
  it.each([
    ['pending', pendingSnapshot({ polls: 3 }), { elapsedMs: 0 }],
    ['running', runningSnapshot({ polls: 3 }), { elapsedMs: 0 }],
    ['completed', completedSnapshot({ polls: 3 }), { result: {} }],
    ['error', failedSnapshot({ polls: 3 }), { failure: { message: 'Translation failed' } }],
  ])('with status %s has its own fields and the given ones', (status, snapshot, own) => {
    expect(snapshot).toEqual({ jobId: 'job-1', status, polls: 3, at: 0, ...own });
  });
});

describe('batchSnapshot', () => {
  const lost = new TimeoutError('still running', { snapshot: runningSnapshot({ jobId: 'e' }) });
  const done = completedSnapshot({ jobId: 'b', result: { videoUrl: 'https://a.example/b.mp4' } });
  const batch = batchSnapshot({ a: 'running', b: done, c: 'error', d: 'unseen', e: lost }, 'b');

  it('counts each job once', () => {
    expect(batch.counts).toEqual({ pending: 1, running: 1, completed: 1, error: 1, lost: 1 });
    expect(batch).toMatchObject({ total: 5, done: 3, changed: 'b' });
    expect(batchSnapshot({})).toMatchObject({ total: 0, done: 0 });
  });

  it('refuses a status that there is not', () => {
    expect(() => batchSnapshot({ a: 'runing' as never })).toThrow(
      'Cannot build a batch: `a` must be one of pending, running, completed, error, unseen, got "runing"',
    );
  });

  it.each([undefined, null, 'a', ['a']])('refuses %j for jobs', jobs => {
    expect(() => batchSnapshot(jobs as never)).toThrow(
      'Cannot build a batch: `jobs` must be an object, got ',
    );
  });

  it.each([[null, 'null'] as const, [5, '5'] as const, [undefined, 'undefined'] as const])(
    'refuses %p for a job',
    (entry, shown) => {
      expect(() => batchSnapshot({ a: entry as never })).toThrow(
        `Cannot build a batch: \`a\` must be one of pending, running, completed, error, unseen, got ${shown}`,
      );
    },
  );

  it('returns each job, and why a watch was lost', () => {
    expect([...batch.entries()].map(([id, snapshot]) => `${id} ${snapshot?.status}`)).toEqual([
      'a running',
      'b completed',
      'c error',
      'd undefined',
      'e running',
    ]);
    expect(batch.get('b')).toBe(done);
    expect(batch.get('z')).toBeUndefined();
    expect([batch.errorOf('e'), batch.errorOf('b')]).toEqual([lost, undefined]);
  });
});

describe('clientEvent', () => {
  it.each(Object.values(EventType))('%s has its type and a time, and takes fields', type => {
    expect(clientEvent(type)).toMatchObject({ type, at: 0 });
    expect(clientEvent(type, { at: 7 })).toMatchObject({ type, at: 7 });
  });

  it('refuses a type that there is not', () => {
    expect(() => clientEvent('JOB_MADE' as never)).toThrow(
      /^Cannot build an event: `type` must be one of JOB_CREATED, .*, got "JOB_MADE"$/,
    );
  });

  it('has the fields that its type has', () => {
    const { snapshot } = clientEvent('JOB_COMPLETED');
    expect(snapshot.result).toEqual({});
    const { error, delayMs } = clientEvent('RETRY_ATTEMPTED', { delayMs: 900 });
    expect([error.name, delayMs]).toEqual(['NetworkError', 900]);
  });
});
