/** The silence that a service has asked for with `Retry-After`. Instants are epoch ms. */
export interface Silence {
  /** Until when the service wants no requests. */
  readonly askedUntil: number;
  /** Until when nothing is sent: `askedUntil`, up to the client's longest silence. */
  readonly quietUntil: number;
  /** After `quietUntil` one request is sent to find out whether the service means it. */
  readonly isProbing: boolean;
}

/** The service has not asked to wait. */
export const noSilence: Silence = { askedUntil: -Infinity, quietUntil: -Infinity, isProbing: false };

/** When the next request may start: `now`, later, or `Infinity` while a probe is in flight. */
export function mayStartAt({ askedUntil, quietUntil, isProbing }: Silence, now: number): number {
  if (now < quietUntil) return quietUntil;
  return now < askedUntil && isProbing ? Infinity : now;
}

/** A request has started: during a silence, it is the probe. */
export const whenStarted = (silence: Silence, now: number): Silence =>
  now < silence.askedUntil ? { ...silence, isProbing: true } : silence;

/** A response asks to wait for `hintMs`. At most `longestMs` counts, because a response about one job must not stop all others for an hour. */
export function whenAsked(silence: Silence, hintMs: number, longestMs: number, now: number): Silence {
  return {
    askedUntil: Math.max(silence.askedUntil, now + hintMs),
    quietUntil: Math.max(silence.quietUntil, now + Math.min(hintMs, longestMs)),
    isProbing: false,
  };
}

/**
 * A request ended without asking for silence: the success of a probe ends it, a failure allows the next probe. A request that was sent before the silence says nothing.
 */
export function whenEnded(silence: Silence, isSuccess: boolean, now: number): Silence {
  if (now < silence.quietUntil) return silence;
  return isSuccess ? noSilence : { ...silence, isProbing: false };
}
