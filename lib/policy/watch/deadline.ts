/** What a wait is made of. All in ms. */
export interface WaitTerms {
  /** What the schedule asks for. */
  readonly askedMs: number;
  /** What the service asks for: a lower bound, once. */
  readonly hintMs?: number | undefined;
  /** The floor under every wait. */
  readonly minIntervalMs: number;
  /** Time left until the deadline. */
  readonly remainingMs: number;
}

/** Wait and polls, at the latest at the deadline; or give up at once, since the service will not be asked before it. */
export type Wait =
  | { readonly kind: 'poll'; readonly waitMs: number }
  | { readonly kind: 'too-late'; readonly retryAfterMs: number };

/** Schedule, then the service's hint, then the floor, then what is left. */
export function planWait({ askedMs, hintMs, minIntervalMs, remainingMs }: WaitTerms): Wait {
  if (hintMs !== undefined && hintMs > remainingMs) return { kind: 'too-late', retryAfterMs: hintMs };
  const waitMs = Math.min(Math.max(askedMs, hintMs ?? 0, minIntervalMs), Math.max(0, remainingMs));
  return { kind: 'poll', waitMs };
}
