import { expect } from '@jest/globals';
import { COMMON_WORDS, plainWord } from '../../../lib/policy/watch/status-words.js';

describe('a word of a service', () => {
  it.each<[string, readonly string[]]>([
    ['pending', ['pending', 'Queued', 'In queue', 'in-queue', 'IN_QUEUE', 'waiting']],
    ['running', ['running', 'Processing', 'in  progress', 'started']],
    ['completed', ['completed', 'complete', 'SUCCESS', 'succeeded', 'done', ' finished ']],
    ['error', ['error', 'errored', 'fail', 'Failed', 'failure']],
    // What is told with the service's own word, or not known.
    ['none of them', ['canceled', 'expired', 'paused', 'constructor', '']],
  ])('means %s', (status, words) => {
    for (const word of words) {
      expect([word, COMMON_WORDS.get(plainWord(word)) ?? 'none of them']).toEqual([word, status]);
    }
  });
});
