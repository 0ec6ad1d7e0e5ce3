import { earn, fullBudget, spend, type RetryBudget } from '../../policy/retry/retry-budget.js';

/** The retry budget that all watches of a client share. */
export class RetryTokens {
  #budget: RetryBudget = fullBudget;

  /** Is one more retry allowed? */
  get hasToken(): boolean {
    return spend(this.#budget) !== undefined;
  }

  /** A poll was answered. */
  earn(): void {
    this.#budget = earn(this.#budget);
  }

  /** A poll is retried. */
  spend(): void {
    this.#budget = spend(this.#budget) ?? this.#budget;
  }
}
