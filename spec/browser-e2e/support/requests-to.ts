import type { RunningMockBackend } from '../../../mock-backend/index.js';

/** Polls and creates that have reached a backend, without the page's own requests. */
export const requestsTo = ({ app }: RunningMockBackend): number =>
  Object.entries(app.stats.requests)
    .filter(([endpoint]) => endpoint !== 'other')
    .reduce((sum, [, count]) => sum + count, 0);
