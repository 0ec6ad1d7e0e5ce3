/** What the budget holds at most, and at first. */
const FULL = 100;
/** What an answer earns (Brooker 2022: retries stay near a tenth of the successes). */
const EARNED = 0.1;

/** The retry budget that all watches of a client share, in addition to the attempts of each: once it is used up, they slow down instead. */
export class RetryTokens {
  #tokens = FULL;

  /** Is one more retry allowed? */
  get hasToken(): boolean {
    return this.#tokens >= 1;
  }

  /** A poll was answered. */
  earn(): void {
    this.#tokens = Math.min(FULL, this.#tokens + EARNED);
  }

  /** A poll is retried. */
  spend(): void {
    if (this.hasToken) this.#tokens--;
  }
}
