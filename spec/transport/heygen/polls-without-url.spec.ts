import { describe, expect, it } from '@jest/globals';
import { PollsWithoutUrl } from '../../../lib/transport/heygen/polls-without-url.js';

describe('the wait for a late URL', () => {
  it('lasts ten polls per job, and starts again for a forgotten one', () => {
    const pollsWithoutUrl = new PollsWithoutUrl();
    const polls = () => Array.from({ length: 11 }, () => pollsWithoutUrl.mayPollAgain('j1'));
    expect(polls()).toEqual([...Array<boolean>(10).fill(true), false]);
    expect(polls()).toEqual([...Array<boolean>(10).fill(true), false]);
    pollsWithoutUrl.mayPollAgain('j1');
    pollsWithoutUrl.forget('j1');
    expect(polls().lastIndexOf(true)).toBe(9);
  });

  it('remembers the thousand jobs polled last', () => {
    const pollsWithoutUrl = new PollsWithoutUrl();
    const pollsLeft = (jobId: string) => {
      let left = 0;
      while (pollsWithoutUrl.mayPollAgain(jobId)) left++;
      return left;
    };
    pollsWithoutUrl.mayPollAgain('old');
    pollsWithoutUrl.mayPollAgain('watched');
    for (let i = 0; i < 998; i++) pollsWithoutUrl.mayPollAgain(`j${i}`);
    pollsWithoutUrl.mayPollAgain('watched');
    pollsWithoutUrl.mayPollAgain('one more');
    expect(pollsLeft('old')).toBe(10);
    expect(pollsLeft('watched')).toBe(8);
  });
});
