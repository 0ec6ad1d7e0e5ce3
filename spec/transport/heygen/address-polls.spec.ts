import { describe, expect, it } from '@jest/globals';
import { AddressPolls } from '../../../lib/transport/heygen/address-polls.js';

describe('the wait for a late address', () => {
  it('lasts ten polls per job, and starts again for a forgotten one', () => {
    const addressPolls = new AddressPolls();
    const polls = () => Array.from({ length: 11 }, () => addressPolls.mayPollAgain('j1'));
    expect(polls()).toEqual([...Array<boolean>(10).fill(true), false]);
    expect(polls()).toEqual([...Array<boolean>(10).fill(true), false]);
    addressPolls.mayPollAgain('j1');
    addressPolls.forget('j1');
    expect(polls().lastIndexOf(true)).toBe(9);
  });

  it('remembers the thousand jobs polled last', () => {
    const addressPolls = new AddressPolls();
    const pollsLeft = (jobId: string) => {
      let left = 0;
      while (addressPolls.mayPollAgain(jobId)) left++;
      return left;
    };
    addressPolls.mayPollAgain('old');
    addressPolls.mayPollAgain('watched');
    for (let i = 0; i < 998; i++) addressPolls.mayPollAgain(`j${i}`);
    addressPolls.mayPollAgain('watched');
    addressPolls.mayPollAgain('one more');
    expect(pollsLeft('old')).toBe(10);
    expect(pollsLeft('watched')).toBe(8);
  });
});
