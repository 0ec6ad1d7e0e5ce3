import type { BatchCounts } from 'heygen-rx';
import { statusWords } from './job-text.js';

/** In the order of a batch's bar. */
export const kinds: readonly (keyof BatchCounts)[] = ['completed', 'error', 'lost', 'running', 'pending'];

/** How many jobs of a batch have each status: `9 completed, 3 failed`. */
export const countsText = (counts: BatchCounts | undefined): string =>
  kinds
    .filter(kind => (counts?.[kind] ?? 0) > 0)
    .map(kind => `${counts?.[kind] ?? 0} ${statusWords[kind]}`)
    .join(', ');
