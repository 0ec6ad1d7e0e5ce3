/** The silence that a service has asked for with `Retry-After`. Instants are epoch ms. */
export interface Silence {
  /** How long the service wants nothing. */
  readonly askedUntil: number;
  /** How long nothing is sent: `askedUntil`, but no longer than a client lets itself be silenced. */
  readonly quietUntil: number;
  /** After `quietUntil` one request is sent to find out whether the service means it. */
  readonly isProbing: boolean;
}

export const noSilence: Silence = { askedUntil: -Infinity, quietUntil: -Infinity, isProbing: false };

/** May a request start now? */
export const maySpeak = ({ askedUntil, quietUntil, isProbing }: Silence, now: number): boolean =>
  now >= quietUntil && (now >= askedUntil || !isProbing);

/** A request has started: before the silence is over, it is the probe. */
export const whenStarted = (silence: Silence, now: number): Silence =>
  now < silence.askedUntil ? { ...silence, isProbing: true } : silence;

/** An answer asks to wait for `hintMs`. One job's answer must not silence a whole client for an hour, so it counts up to `longestMs`. */
export function whenAsked(silence: Silence, hintMs: number, longestMs: number, now: number): Silence {
  return {
    askedUntil: Math.max(silence.askedUntil, now + hintMs),
    quietUntil: Math.max(silence.quietUntil, now + Math.min(hintMs, longestMs)),
    isProbing: false,
  };
}

/**
 * A request ended without asking for silence: the success of a probe ends it, a failure gives way to the next probe. A request that was under way before says
 * nothing.
 */
export function whenEnded(silence: Silence, isSuccess: boolean, now: number): Silence {
  if (now < silence.quietUntil) return silence;
  return isSuccess ? noSilence : { ...silence, isProbing: false };
}
