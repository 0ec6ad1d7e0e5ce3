import type { Contestant } from './contestant.js';

interface Entry {
  readonly title: string;
  readonly load: () => Promise<{ readonly contestant: Contestant }>;
}

/** Who is measured: each loaded alone, in a process of its own. */
export const CONTESTANTS = {
  'bare-loop': { title: 'bare setTimeout loop', load: () => import('./contestants/bare-loop.js') },
  'aws-waiter': { title: '@smithy/util-waiter (AWS)', load: () => import('./contestants/aws-waiter.js') },
  'core-lro': { title: '@azure/core-lro', load: () => import('./contestants/core-lro.js') },
  'p-retry': { title: 'promise loop with p-retry', load: () => import('./contestants/p-retry.js') },
  'backoff-rxjs': { title: 'backoff-rxjs', load: () => import('./contestants/backoff-rxjs.js') },
  'operators-alone': {
    title: 'expand, retry and scan alone',
    load: () => import('./contestants/operators-alone.js'),
  },
  'naive-pipeline': { title: 'naive pipeline', load: () => import('./contestants/naive-pipeline.js') },
  ours: { title: 'heygen-rx', load: () => import('./contestants/ours.js') },
  'ours-in-bulk': { title: 'heygen-rx, in bulk', load: () => import('./contestants/ours-in-bulk.js') },
} as const satisfies Readonly<Record<string, Entry>>;

export type ContestantName = keyof typeof CONTESTANTS;
