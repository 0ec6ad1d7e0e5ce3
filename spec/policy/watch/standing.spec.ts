import { expect } from '@jest/globals';
import type { StatusReport } from 'heygen-rx';
import { afterReport, isNews, newStanding, snapshotOf } from '../../../lib/policy/watch/standing.js';

const report = (status: string, fields: Partial<StatusReport> = {}): StatusReport => ({
  jobId: 'a',
  status,
  ...fields,
});
const after = (...reports: StatusReport[]) =>
  reports.reduce((standing, one, i) => afterReport(standing, one, 1000 * (i + 1)), newStanding('a', 0));

describe('afterReport', () => {
  it.each([
    [['pending'], 'pending', 1],
    [['pending', 'pending', 'pending'], 'pending', 3],
    [['pending', 'running'], 'running', 1],
    [['running', 'running', 'pending'], 'pending', 1],
    [['reticulating'], 'pending', 1],
    [['running', 'reticulating'], 'running', 2],
    [['__proto__'], 'pending', 1],
    [['completed'], 'completed', 1],
    [['pending', 'error'], 'error', 1],
  ])('%j comes to %s at step %d', (words, status, step) => {
    const standing = after(...words.map(word => report(word)));
    expect(standing).toMatchObject({ status, step, polls: words.length, at: 1000 * words.length });
  });

  it.each([
    [undefined, 0],
    [400, 600],
    [0, 1000],
    [-50, 1000],
  ])('an age of %p ms at 1000 means created at %d', (ageMs, createdAt) => {
    expect(after(report('pending', ageMs === undefined ? {} : { ageMs })).createdAt).toBe(createdAt);
  });

  it('keeps progress within 0 and 1', () => {
    expect([-1, 0.5, 7].map(progress => after(report('running', { progress })).progress)).toEqual([
      0, 0.5, 1,
    ]);
  });

  it('remembers the length of the video, and nothing else that the service no longer says', () => {
    const standing = after(report('running', { videoSeconds: 60, progress: 0.5 }), report('running'));
    expect(standing.videoSeconds).toBe(60);
    expect(standing.progress).toBeUndefined();
  });
});

describe('snapshotOf', () => {
  it('has each field only where it means something', () => {
    const result = { videoUrl: 'https://example.com/v.mp4' };
    expect(snapshotOf(after(report('pending')), undefined, 5)).toEqual({
      jobId: 'a',
      polls: 1,
      at: 1000,
      elapsedMs: 1000,
      status: 'pending',
      nextPollAt: 5,
    });
    const running = snapshotOf(after(report('pending'), report('running', { progress: 0.5 })));
    expect(snapshotOf(after(report('completed', { result })), running, 5)).toEqual({
      jobId: 'a',
      polls: 1,
      at: 1000,
      elapsedMs: 1000,
      status: 'completed',
      previousStatus: 'running',
      result,
    });
    expect(snapshotOf(after(report('error')))).toMatchObject({
      failure: { message: 'the service gave no reason' },
    });
  });

  it('counts a clock that was put back as no time', () => {
    expect(snapshotOf(afterReport(newStanding('a', 5000), report('pending'), 1000)).elapsedMs).toBe(0);
  });
});

describe('isNews', () => {
  it.each([
    [report('pending'), report('pending'), false],
    [report('pending'), report('running'), true],
    [report('running', { progress: 0.5 }), report('running', { progress: 0.5 }), false],
    [report('running', { progress: 0.5 }), report('running', { progress: 0.6 }), true],
    [report('running'), report('running', { progress: 0 }), true],
    [report('running', { progress: 0.5 }), report('running'), true],
    [report('running'), report('completed'), true],
  ])('%j, %j: %p', (before, next, told) => {
    expect(isNews(snapshotOf(after(before)), after(before, next))).toBe(told);
    expect(isNews(undefined, after(next))).toBe(true);
  });
});
