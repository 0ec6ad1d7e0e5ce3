import { describe, expect, it } from '@jest/globals';
import { AddressPatience } from '../../../lib/transport/heygen/address-patience.js';

describe('the wait for a late address', () => {
  it('lasts ten polls per job, and starts again for a forgotten one', () => {
    const patience = new AddressPatience();
    const polls = () => Array.from({ length: 11 }, () => patience.mayPollAgain('j1'));
    expect(polls()).toEqual([...Array<boolean>(10).fill(true), false]);
    expect(polls()).toEqual([...Array<boolean>(10).fill(true), false]);
    patience.mayPollAgain('j1');
    patience.forget('j1');
    expect(polls().lastIndexOf(true)).toBe(9);
  });

  it('remembers the thousand jobs polled last', () => {
    const patience = new AddressPatience();
    const pollsLeft = (jobId: string) => {
      let left = 0;
      while (patience.mayPollAgain(jobId)) left++;
      return left;
    };
    patience.mayPollAgain('old');
    patience.mayPollAgain('watched');
    for (let i = 0; i < 998; i++) patience.mayPollAgain(`j${i}`);
    patience.mayPollAgain('watched');
    patience.mayPollAgain('one more');
    expect(pollsLeft('old')).toBe(10);
    expect(pollsLeft('watched')).toBe(8);
  });
});
