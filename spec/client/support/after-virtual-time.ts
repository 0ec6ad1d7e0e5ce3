import { marbles, type ScriptedTransportOptions } from 'heygen-rx/testing';
import { smallClient } from '../../helpers/small-client.js';

/** Starts a call that returns a promise, then runs virtual time to its end. */
export function afterVirtualTime<T>(
  start: (small: ReturnType<typeof smallClient>) => Promise<T>,
  script: ScriptedTransportOptions,
  options = {},
): Promise<T> {
  let promise: Promise<T> | undefined;
  marbles(({ flush }) => {
    promise = start(smallClient(script, options));
    // The caller decides whether it should reject.
    promise.catch(() => undefined);
    flush();
  });
  return promise!;
}
