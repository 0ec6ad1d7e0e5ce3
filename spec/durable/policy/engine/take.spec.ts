import { takeForRequest, type Takeable } from '../../../../lib/durable/policy/engine/take.js';

interface Fields {
  readonly dueAt?: number;
  readonly lease?: string;
  readonly together?: number;
  readonly notBeforeAt?: number;
}

interface Row extends Takeable {
  readonly name: string;
}

const NOW = 100;
const row = (name: string, { notBeforeAt = 0, ...fields }: Fields = {}): Row => ({
  name,
  dueAt: NOW,
  state: { notBeforeAt },
  ...fields,
});
const next = { dueAt: 120 };
const claimed = { lease: 'another' };

const requests: readonly (readonly [string, readonly Row[], string])[] = [
  ['those that are due', [row('a'), row('b'), row('c')], 'a b c'],
  ['no more than the limit', [row('a'), row('b'), row('c'), row('d'), row('e')], 'a b c d'],
  ['those due next along', [row('a'), row('b', next)], 'a b'],
  [
    'none that may not be polled yet',
    [row('a'), row('b', { ...next, notBeforeAt: 101 }), row('c', { ...next, notBeforeAt: NOW })],
    'a c',
  ],
  ['a due one in spite of a hint that is over', [row('a', { notBeforeAt: 101 })], 'a'],
  ['none that another has claimed', [row('a'), row('b', { ...next, ...claimed }), row('c', next)], 'a c'],
  ['one whose lease has ended', [row('a', claimed)], 'a'],
  ['the first alone, if it needs that', [row('a', { together: 1 }), row('b')], 'a'],
  ['all before one that needs to be alone', [row('a'), row('b'), row('c', { together: 1 }), row('d')], 'a b'],
  ['as few as one of them needs', [row('a', { together: 2 }), row('b'), row('c')], 'a b'],
  ['one with its own need, where there is room', [row('a'), row('b', { together: 2 }), row('c')], 'a b'],
];

describe('a request takes', () => {
  it.each(requests)('%s', (_, rows, expected) => {
    expect(names(takeForRequest(rows, 4, NOW))).toBe(expected);
  });

  it('nothing beyond the first few, however many may not be polled yet', () => {
    const waiting = ['b', 'c', 'd', 'e'].map(name => row(name, { dueAt: 120, notBeforeAt: 120 }));
    expect(names(takeForRequest([row('a'), ...waiting, row('f', { dueAt: 130 })], 4, NOW))).toBe('a');
  });
});

const names = (rows: readonly Row[]): string => rows.map(({ name }) => name).join(' ');
