import { expect, jest } from '@jest/globals';
import type { PollingContext } from '../../../../lib/policy/polling/polling-strategy.js';
import { lastDecision, report, reset, RULES, type Happening } from '../support.js';
import { ended } from './it-decides.js';

describe('a strategy of the user', () => {
  it.each<[string, readonly Happening[], object]>([
    [
      'after a poll',
      [[5, report('running', { progress: 0.5, ageMs: 70, videoSeconds: 60 })]],
      { polls: 1, step: 1, status: 'running', elapsedMs: 70, slow: false, progress: 0.5, videoSeconds: 60 },
    ],
    [
      'after the next',
      [
        [5, report('pending')],
        [9, report('pending')],
      ],
      { polls: 2, step: 2, status: 'pending', elapsedMs: 9, slow: false, progress: undefined },
    ],
    ['in a word that is not known', [[5, report('queued')]], { polls: 1, status: 'running', slow: true }],
    [
      'while polls fail',
      [[5, reset, { canRetry: false }]],
      { polls: 0, step: 0, status: 'pending', slow: true },
    ],
  ])('is asked %s', (_title, happenings, question) => {
    const strategy = jest.fn((_context: PollingContext) => 7);
    const rules = { ...RULES, strategy, key: 'precision' };
    const alsoOpen = [{ elapsedMs: 1 }];
    const last = happenings.map(([at, input, more]): Happening => [at, input, { rules, alsoOpen, ...more }]);
    expect(lastDecision(last).next).toMatchObject({ at: last.at(-1)![0] + 7 });
    expect(strategy).toHaveBeenLastCalledWith(
      expect.objectContaining({ key: 'precision', alsoOpen, random: expect.any(Function), ...question }),
    );
  });

  it('gets the length of the video from the user rather than from the service', () => {
    const strategy = jest.fn((_context: PollingContext) => 7);
    const rules = { ...RULES, strategy, videoSeconds: 61 };
    lastDecision([[5, report('running', { videoSeconds: 60 }), { rules }]]);
    expect(strategy).toHaveBeenLastCalledWith(expect.objectContaining({ videoSeconds: 61 }));
  });

  it('that throws is the cause of the error', () => {
    const boom = new Error('boom');
    const strategy = () => {
      throw boom;
    };
    const { next } = lastDecision([[1, report('pending'), { rules: { ...RULES, strategy } }]]);
    expect(next).toMatchObject({ type: 'ended', error: { cause: { message: 'boom' } } });
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('boom');
      },
      '`strategy` threw Error: boom',
    ],
    ['returns NaN', () => NaN, 'must return a number of ms, got NaN'],
    ['returns a text', () => 'soon' as unknown as number, 'got soon'],
  ])('that %s ends the watch', (_title, strategy, message) => {
    const context = { rules: { ...RULES, strategy } };
    expect(lastDecision([[1, report('pending'), context]]).next).toMatchObject(
      ended('TranslationError', { message: expect.stringContaining(message) }),
    );
  });
});
