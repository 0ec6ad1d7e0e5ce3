import type { WatchInput } from '../../policy/watch/decision.js';

/** Ends a poll that has not failed, because something else has to be decided first. Users never see this error. */
export class PollInterrupted extends Error {
  constructor(readonly input: WatchInput) {
    super(`interrupted: ${input.type}`);
  }
}
