import type { Implementation } from './implementation.js';

interface Entry {
  readonly title: string;
  readonly load: () => Promise<{ readonly implementation: Implementation }>;
}

/** The implementations measured. Each is loaded alone, in its own process. */
export const IMPLEMENTATIONS = {
  'bare-loop': { title: 'bare setTimeout loop', load: () => import('./implementations/bare-loop.js') },
  'aws-waiter': { title: '@smithy/util-waiter (AWS)', load: () => import('./implementations/aws-waiter.js') },
  'core-lro': { title: '@azure/core-lro', load: () => import('./implementations/core-lro.js') },
  'p-retry': { title: 'promise loop with p-retry', load: () => import('./implementations/p-retry.js') },
  'backoff-rxjs': { title: 'backoff-rxjs', load: () => import('./implementations/backoff-rxjs.js') },
  'operators-alone': {
    title: 'expand, retry and scan alone',
    load: () => import('./implementations/operators-alone.js'),
  },
  'naive-pipeline': { title: 'naive pipeline', load: () => import('./implementations/naive-pipeline.js') },
  ours: { title: 'heygen-rx', load: () => import('./implementations/ours.js') },
  'ours-in-bulk': { title: 'heygen-rx, in bulk', load: () => import('./implementations/ours-in-bulk.js') },
} as const satisfies Readonly<Record<string, Entry>>;

export type ImplementationName = keyof typeof IMPLEMENTATIONS;
