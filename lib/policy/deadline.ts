/** What a wait is made of. All in ms. */
export interface WaitTerms {
  /** What the schedule asks for. */
  readonly askedMs: number;
  /** What the service asks for: a lower bound, once. */
  readonly hintMs?: number | undefined;
  /** The floor under every wait. */
  readonly floorMs: number;
  /** Time left until the deadline. */
  readonly remainingMs: number;
}

/** Wait; or wait and look for the last time; or give up at once, since the service will not be asked before the deadline. */
export type Wait =
  | { readonly kind: 'look'; readonly waitMs: number }
  | { readonly kind: 'last-look'; readonly waitMs: number }
  | { readonly kind: 'too-late'; readonly retryAfterMs: number };

/** Schedule, then the service's hint, then the floor, then what is left. */
export function planWait({ askedMs, hintMs, floorMs, remainingMs }: WaitTerms): Wait {
  if (Number.isNaN(askedMs))
    throw new RangeError('Cannot poll: `strategy` must answer a number of ms, got NaN');
  if (hintMs !== undefined && hintMs > remainingMs) return { kind: 'too-late', retryAfterMs: hintMs };
  const waitMs = Math.max(askedMs, hintMs ?? 0, floorMs);
  return waitMs < remainingMs
    ? { kind: 'look', waitMs }
    : { kind: 'last-look', waitMs: Math.max(0, remainingMs) };
}
