import Sequencer from '@jest/test-sequencer';

/** Specs that take five seconds or more. */
const LONG = /\/(chaos\/|pages\.spec|cli\/main\.spec|create-once\.spec|pseudo-terminal\.spec|demo\.spec)/;

/**
 * Starts the longest specs first. Jest does so by itself once it has seen how long each takes; on a fresh machine it goes by the size of the files, and one core
 * waits for the other at the end.
 */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const inOrder = super.sort(tests);
    return [
      ...inOrder.filter(({ path }) => LONG.test(path)),
      ...inOrder.filter(({ path }) => !LONG.test(path)),
    ];
  }
}
