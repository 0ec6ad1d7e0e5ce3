/** Tokens for retries that all watches of a client share, in addition to the limit of each. */
export interface RetryBudget {
  readonly tokens: number;
}

/** A full budget: the retries allowed before a success earns more. */
const FULL = 100;
/** What a success earns (Brooker 2022: retries stay near a tenth of the successes). */
const EARNED = 0.1;

export const fullBudget: RetryBudget = { tokens: FULL };

export const earn = (budget: RetryBudget): RetryBudget =>
  budget.tokens >= FULL ? budget : { tokens: Math.min(FULL, budget.tokens + EARNED) };

/** The budget after one more retry; undefined if it is exhausted: slow down instead. */
export const spend = ({ tokens }: RetryBudget): RetryBudget | undefined =>
  tokens >= 1 ? { tokens: tokens - 1 } : undefined;
