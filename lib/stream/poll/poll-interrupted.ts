import type { WatchInput } from '../../policy/watch/decision.js';

/** Ends a poll because something else has to be decided first: it did not fail. Users never see this error. */
export class PollInterrupted extends Error {
  constructor(readonly input: WatchInput) {
    super(`interrupted: ${input.type}`);
  }
}
