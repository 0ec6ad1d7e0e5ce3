import { earn, fullBudget, spend, type RetryBudget } from '../../policy/retry/retry-budget.js';

/** The retry budget that all watches of a client draw on. */
export class RetryTokens {
  #budget: RetryBudget = fullBudget;

  get hasToken(): boolean {
    return spend(this.#budget) !== undefined;
  }

  earn(): void {
    this.#budget = earn(this.#budget);
  }

  spend(): void {
    this.#budget = spend(this.#budget) ?? this.#budget;
  }
}
