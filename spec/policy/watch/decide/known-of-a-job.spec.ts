import { expect } from '@jest/globals';
import { lastDecision, report, type Happening } from '../support.js';

describe('what is known of a job', () => {
  it('is its first status in our words, and the word of the service', () => {
    expect(lastDecision([[1, report('In queue')]]).state).toMatchObject({
      status: 'running',
      statusText: 'In queue',
    });
    expect(lastDecision([[1, report('expired')]]).state).toMatchObject({
      status: 'error',
      failure: { code: 'expired', message: expect.stringContaining('"expired"') },
    });
  });

  it('keeps its status while the service uses another word', () => {
    const happenings: readonly Happening[] = [
      [1, report('pending')],
      [5, report('In queue')],
    ];
    expect(lastDecision(happenings).state).toMatchObject({ status: 'pending', statusText: 'In queue' });
  });

  it('is a result where it has completed, and a failure where it has failed', () => {
    const both = { result: { videoUrl: 'https://v.example' }, failure: { message: 'no voice' } };
    const { state: open } = lastDecision([[1, report('running', both)]]);
    expect([open.result, open.failure]).toEqual([undefined, undefined]);
    const { state: done } = lastDecision([[1, report('completed', both)]]);
    expect([done.result, done.failure]).toEqual([both.result, undefined]);
    const { state: failed } = lastDecision([[1, report('error', both)]]);
    expect([failed.result, failed.failure]).toEqual([undefined, both.failure]);
  });

  it.each([
    [
      'as the service reports',
      [
        [5, report('pending')],
        [90, report('completed', { ageMs: 90, endedAfterMs: 6 })],
      ],
      6,
    ],
    [
      'to halfway between the last two polls',
      [
        [5, report('pending')],
        [9, report('completed')],
      ],
      7,
    ],
    ['unknown when it was done at the first poll', [[5, report('completed', { ageMs: 192_000 })]], undefined],
  ] as const)('is how long it took: %s', (_title, happenings, tookMs) => {
    expect(lastDecision(happenings as readonly Happening[]).state.tookMs).toBe(tookMs);
  });

  it('never gets younger, whatever the service reports', () => {
    const { state } = lastDecision([
      [5, report('pending', { ageMs: 500 })],
      [10, report('pending', { ageMs: 20 })],
    ]);
    expect(state.createdAt).toBe(-495);
  });

  it.each([
    ['progress', 40],
    ['progress', NaN],
    ['ageMs', -1],
    ['ageMs', NaN],
    ['retryAfterMs', NaN],
    ['endedAfterMs', Infinity],
    ['videoSeconds', 0],
  ])('is not a %s of %d: it is dropped, and reported once', (field, value) => {
    const odd = report('running', { [field]: value });
    const [first, second] = [
      [[1, odd]],
      [
        [1, odd],
        [6, odd],
      ],
    ].map(all => lastDecision(all as unknown as Happening[]));
    expect(first!.next).toMatchObject({ type: 'poll', at: 5 });
    const complaints = (events: readonly { type: string }[]) =>
      events.filter(({ type }) => type === 'ERROR_OCCURRED');
    expect(complaints(first!.events)).toEqual([
      expect.objectContaining({
        error: expect.objectContaining({ message: expect.stringContaining(field) }),
      }),
    ]);
    expect(complaints(second!.events)).toEqual([]);
  });
});
