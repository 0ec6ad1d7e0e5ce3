/** The size of the budget, which starts full. */
const FULL = 100;
/** What a successful poll adds (Brooker 2022: retries stay near a tenth of the successes). */
const EARNED = 0.1;

/** The retry budget that all watches of a client share, in addition to the attempts of each: once it is used up, they slow down instead. */
export class RetryTokens {
  #tokens = FULL;

  /** Is one more retry allowed? */
  get hasToken(): boolean {
    return this.#tokens >= 1;
  }

  /** A poll succeeded. */
  earn(): void {
    this.#tokens = Math.min(FULL, this.#tokens + EARNED);
  }

  /** A poll is retried. */
  spend(): void {
    if (this.hasToken) this.#tokens--;
  }
}
