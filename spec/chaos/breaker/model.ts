/** What a breaker is drawn with; each as the option of the same name. */
export interface BreakerPlan {
  readonly failureThreshold: number;
  readonly resetTimeoutMs: number;
  readonly maxResetTimeoutMs: number;
  readonly growth: number;
  readonly jitterFactor: number;
  readonly probeTimeoutMs: number;
  readonly failureRate: number;
  readonly minimumCalls: number;
  readonly windowMs: number;
}

export type ModelOutcome = 'success' | 'failure' | 'neutral';

/** A permit, by the state that gave it; or how long to wait, where that is known. */
export type ModelAnswer = { readonly stay: number } | { readonly retryAfterMs: number | undefined };

type ModelState = 'closed' | 'open' | 'half-open' | 'isolated';

interface SeenCall {
  readonly at: number;
  readonly isFailure: boolean;
}

/**
 * A circuit breaker as its table says, as plainly as can be: a list of calls, and a number that rises with every change of state, so that the result
 * of an earlier stay changes nothing.
 */
export class BreakerModel {
  state: ModelState = 'closed';
  readonly changes: ModelState[] = [];
  readonly #plan: BreakerPlan;
  readonly #random: number;
  #stay = 0;
  #failures = 0;
  #openings = 0;
  #openUntil = 0;
  #probeUntil: number | undefined;
  #calls: SeenCall[] = [];

  constructor(plan: BreakerPlan, random: number) {
    this.#plan = plan;
    this.#random = random;
  }

  /** A hung probe is noticed when somebody asks. */
  isProbeOverdue(now: number): boolean {
    return this.state === 'half-open' && this.#probeUntil !== undefined && now >= this.#probeUntil;
  }

  ask(now: number): ModelAnswer {
    if (this.state === 'open' && now >= this.#openUntil) {
      this.#change('half-open');
      this.#probeUntil = undefined;
    }
    if (this.isProbeOverdue(now)) this.#open(now);
    switch (this.state) {
      case 'closed':
        return { stay: this.#stay };
      case 'open':
        return { retryAfterMs: this.#openUntil - now };
      case 'isolated':
        return { retryAfterMs: undefined };
      case 'half-open':
        if (this.#probeUntil !== undefined) return { retryAfterMs: this.#probeUntil - now };
        this.#probeUntil = now + this.#plan.probeTimeoutMs;
        return { stay: this.#stay };
    }
  }

  /**
   * @param hasTripped Whether the breaker under test has opened by its rate: how finely it counts is its own affair, within the window.
   * @returns What it should not have done.
   */
  settle(stay: number, outcome: ModelOutcome, now: number, hasTripped: boolean): string | undefined {
    if (stay !== this.#stay) return undefined;
    if (this.state === 'half-open') {
      this.#probeUntil = undefined;
      if (outcome === 'success') this.#close();
      else if (outcome === 'failure') this.#open(now);
      return undefined;
    }
    if (this.state !== 'closed' || outcome === 'neutral') return undefined;
    const isFailure = outcome === 'failure';
    this.#failures = isFailure ? this.#failures + 1 : 0;
    this.#calls.push({ at: now, isFailure });
    if (this.#failures >= this.#plan.failureThreshold) {
      this.#open(now);
      return undefined;
    }
    if (!isFailure || this.#plan.failureRate >= 1) return undefined;
    const starts = this.#windowStarts(now);
    const may = starts.some(since => this.#isTooMany(since));
    const must = starts
      .filter(since => since <= now - this.#plan.windowMs / 2)
      .every(since => this.#isTooMany(since));
    if (hasTripped) this.#open(now);
    if (hasTripped && !may) return 'opened by calls older than its window, or too few';
    return !hasTripped && must ? 'did not open at its failure rate' : undefined;
  }

  isolate(): void {
    if (this.state !== 'isolated') this.#change('isolated');
  }

  release(now: number): void {
    if (this.state !== 'isolated') return;
    this.#openings = 1;
    this.#openUntil = now;
    this.#change('open');
  }

  /** Where the window may begin: at each call inside it, and just at its own start. */
  #windowStarts(now: number): readonly number[] {
    const earliest = now - this.#plan.windowMs;
    this.#calls = this.#calls.filter(({ at }) => at >= earliest);
    return [earliest, now - this.#plan.windowMs / 2, ...this.#calls.map(({ at }) => at)];
  }

  #isTooMany(since: number): boolean {
    const { minimumCalls, failureRate } = this.#plan;
    const calls = this.#calls.filter(({ at }) => at >= since);
    const failures = calls.filter(({ isFailure }) => isFailure).length;
    return calls.length >= minimumCalls && failures / calls.length >= failureRate;
  }

  #close(): void {
    this.#failures = 0;
    this.#openings = 0;
    this.#calls = [];
    this.#change('closed');
  }

  #open(now: number): void {
    const { resetTimeoutMs, maxResetTimeoutMs, growth, jitterFactor } = this.#plan;
    this.#openings++;
    const longest = Math.max(maxResetTimeoutMs, resetTimeoutMs);
    const grown = Math.min(longest, resetTimeoutMs * growth ** (this.#openings - 1));
    const jittered = Math.round(grown * (1 + jitterFactor * (2 * this.#random - 1)));
    this.#openUntil = now + (this.#openings === 1 ? resetTimeoutMs : jittered);
    this.#change('open');
  }

  #change(state: ModelState): void {
    this.state = state;
    this.#stay++;
    this.changes.push(state);
  }
}
