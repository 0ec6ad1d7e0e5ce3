import { expect } from '@jest/globals';
import { openAmong } from '../../../../lib/durable/policy/worker/open-among.js';
import type { PollMeaning } from '../../../../lib/durable/policy/worker/poll-meaning.js';
import { newWatch } from '../../support/small-worker.js';

const meaning = (isOpen?: boolean): PollMeaning => ({
  type: 'decide',
  input: { type: 'deadline' },
  ...(isOpen !== undefined && { isOpen }),
});

it('the other jobs of a response that are open: with their age, their key and the length of their video', () => {
  const own = newWatch('own');
  const sent = [
    own,
    { ...newWatch('open', { createdAt: -40, videoSeconds: 60 }), terms: { key: 'speed' } },
    { ...newWatch('open too'), terms: { videoSeconds: 90 } },
    newWatch('settled'),
    newWatch('not in the answer'),
    newWatch('unknown'),
  ];
  const meanings: readonly PollMeaning[] = [
    meaning(true),
    meaning(true),
    meaning(true),
    meaning(false),
    { type: 'again', how: 'alone', isSeen: false },
    meaning(),
  ];
  const open = { elapsedMs: 140, key: 'speed', videoSeconds: 60 };
  const openToo = { elapsedMs: 100, key: undefined, videoSeconds: 90 };
  const others = openAmong(sent, meanings, 100);
  expect(others(own)).toEqual([open, openToo]);
  expect(others(sent[2]!)).toEqual([{ elapsedMs: 100, key: undefined, videoSeconds: undefined }, open]);
  expect(others(sent[3]!)).toHaveLength(3);
});
