/** Aborts an attempt to receive a file when it is interrupted, and when nothing has been received for some time. */
export interface StallSignal {
  readonly signal: AbortSignal;
  /** Why it was aborted, if it was because nothing was received. */
  readonly stalled: () => string | undefined;
  /** Was it interrupted from outside? */
  readonly interrupted: () => boolean;
  /** Something was received: the time starts again. */
  readonly refresh: () => void;
  /** Stops the timer, and closes what is still open. */
  readonly end: () => void;
}

/** An attempt that receives nothing for this time, in ms, has failed. */
const STALL_MS = 30_000;

/** Starts the timer of an attempt. */
export function stallSignal(outside: AbortSignal): StallSignal {
  const own = new AbortController();
  let isStalled = false;
  const timer = setTimeout(() => {
    isStalled = true;
    own.abort();
  }, STALL_MS);
  return {
    signal: AbortSignal.any([outside, own.signal]),
    stalled: () => (isStalled ? `nothing received for ${STALL_MS / 1000} s` : undefined),
    interrupted: () => outside.aborted,
    refresh: () => timer.refresh(),
    end: () => {
      clearTimeout(timer);
      own.abort();
    },
  };
}
