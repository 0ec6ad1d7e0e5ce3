import { expect } from '@jest/globals';
import {
  mayStartAt,
  noSilence,
  whenAsked,
  whenEnded,
  whenStarted,
  type Silence,
} from '../../../lib/policy/retry/silence.js';

/** The longest that a client lets itself be silenced, in ms. */
const LONGEST_MS = 60;

/** What happens, and when: the service asks for so many ms of silence, a request starts, or one ends without a hint. */
type Happening =
  readonly [at: number, what: 'starts' | 'succeeds' | 'fails'] | readonly [at: number, asks: number];

const after = (happenings: readonly Happening[]): Silence =>
  happenings.reduce<Silence>((silence, [at, what]) => {
    if (typeof what === 'number') return whenAsked(silence, what, LONGEST_MS, at);
    return what === 'starts' ? whenStarted(silence, at) : whenEnded(silence, what === 'succeeds', at);
  }, noSilence);

describe('a silence that the service asked for', () => {
  it.each<[string, readonly Happening[], readonly number[]]>([
    // The times at which a request may start, of 0, 20, 40 ... 200.
    ['nothing was asked', [], [0, 20, 40, 60, 80, 100, 120, 140, 160, 180, 200]],
    ['is kept', [[0, 40]], [40, 60, 80, 100, 120, 140, 160, 180, 200]],
    [
      'the longer of two counts',
      [
        [0, 60],
        [0, 20],
      ],
      [60, 80, 100, 120, 140, 160, 180, 200],
    ],
    ['is kept for 60 ms at most; then one request goes', [[0, 140]], [60, 80, 100, 120, 140, 160, 180, 200]],
    [
      'and no other while that is under way',
      [
        [0, 140],
        [60, 'starts'],
      ],
      [140, 160, 180, 200],
    ],
    [
      'until it fails, which lets the next one go',
      [
        [0, 140],
        [60, 'starts'],
        [70, 'fails'],
      ],
      [60, 80, 100, 120, 140, 160, 180, 200],
    ],
    [
      'until it succeeds, which ends the silence',
      [
        [0, 140],
        [60, 'starts'],
        [70, 'succeeds'],
      ],
      [0, 20, 40, 60, 80, 100, 120, 140, 160, 180, 200],
    ],
    [
      'until it is asked to wait again',
      [
        [0, 140],
        [60, 'starts'],
        [70, 100],
      ],
      [140, 160, 180, 200],
    ],
    [
      'is not ended by a request that was under way before',
      [
        [0, 140],
        [50, 'succeeds'],
      ],
      [60, 80, 100, 120, 140, 160, 180, 200],
    ],
    [
      'is over when it is over, with requests side by side',
      [
        [0, 40],
        [40, 'starts'],
        [40, 'starts'],
      ],
      [40, 60, 80, 100, 120, 140, 160, 180, 200],
    ],
    [
      'means nothing to requests that start in no silence',
      [
        [0, 'starts'],
        [5, 'fails'],
        [6, 'succeeds'],
      ],
      [0, 20, 40, 60, 80, 100, 120, 140, 160, 180, 200],
    ],
  ])('%s', (_title, happenings, open) => {
    const silence = after(happenings);
    const times = Array.from({ length: 11 }, (_, i) => 20 * i);
    expect(times.filter(at => mayStartAt(silence, at) === at)).toEqual(open);
  });

  it.each<[string, readonly Happening[], Silence]>([
    [
      'a request that starts when it is over is no probe',
      [
        [0, 40],
        [40, 'starts'],
      ],
      { askedUntil: 40, quietUntil: 40, isProbing: false },
    ],
    [
      'a success just when the client has been silent long enough ends it',
      [
        [0, 140],
        [60, 'succeeds'],
      ],
      noSilence,
    ],
    ['nothing is kept where nothing was asked', [[5, 'fails']], noSilence],
  ])('%s', (_title, happenings, silence) => {
    expect(after(happenings)).toEqual(silence);
  });
});

it.each<[string, readonly Happening[], number]>([
  // What has happened, and when the next request may start, seen from 50.
  ['nothing was asked', [], 50],
  ['the service asked for 55 ms', [[0, 55]], 55],
  ['the service asked for more than the client keeps', [[0, 140]], 60],
  ['the silence is over', [[0, 40]], 50],
])('when %s', (_title, happenings, at) => {
  expect(mayStartAt(after(happenings), 50)).toBe(at);
});

it('while a probe is in flight, its end decides', () => {
  const silence = after([
    [0, 140],
    [60, 'starts'],
  ]);
  expect(mayStartAt(silence, 100)).toBe(Infinity);
  expect(mayStartAt(silence, 140)).toBe(140);
});
