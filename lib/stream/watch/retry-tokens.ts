import { earn, fullBudget, spend, type RetryBudget } from '../../policy/retry/retry-budget.js';

/** The retry budget that all watches of a client draw on. */
export class RetryTokens {
  #budget: RetryBudget = fullBudget;

  earn(): void {
    this.#budget = earn(this.#budget);
  }

  /** Takes the token of one retry; false when there is none left. */
  spend(): boolean {
    const left = spend(this.#budget);
    this.#budget = left ?? this.#budget;
    return left !== undefined;
  }
}
