import { query } from '../support/postgres-server.js';
import { mostWithinASecond } from '../../../examples/durable-demo/most-within-a-second.js';
import { PER_SECOND } from './terms.js';
import type { CrashWorld } from './world.js';

/** What must hold when all is settled, in figures: `expected` beside them. */
export interface Figures {
  readonly keys: number;
  readonly jobsMade: number;
  readonly settledOnce: number;
  readonly reportedTwice: number;
  readonly stillLeased: number;
  /** Pairs of requests that were allowed within less than the rate allows. */
  readonly tooSoon: number;
  /** The most requests in one second, counted at the mock backend. */
  readonly worstSecond: number;
}

export async function figuresOf(world: CrashWorld): Promise<Figures> {
  const { keys, backend, subscribers, claimedAt } = world;
  const [row] = await query<{ leased: number }>(
    world.server.config,
    `select (select count(*) from heygen_rx.watch where lease is not null)::int
      + (select count(*) from heygen_rx.creation where lease is not null)::int as leased`,
  );
  const settledOnce = subscribers.map(({ ends }) => [...ends.values()].filter(times => times === 1).length);
  return {
    keys: keys.length,
    jobsMade: backend.app.jobs.created,
    settledOnce: Math.min(...settledOnce),
    reportedTwice: subscribers.reduce((sum, { repeated }) => sum + repeated, 0),
    stillLeased: row!.leased,
    tooSoon: tooSoon(claimedAt, PER_SECOND),
    worstSecond: mostWithinASecond(backend.app.stats.log.map(({ at }) => at)),
  };
}

/** What the figures must be for so many keys. The worst second at the backend is measured, not checked: a busy machine delivers late. */
export const expectedFigures = (keys: number): Omit<Figures, 'worstSecond'> => ({
  keys,
  jobsMade: keys,
  settledOnce: keys,
  reportedTwice: 0,
  stillLeased: 0,
  tooSoon: 0,
});

function tooSoon(instants: readonly number[], perSecond: number): number {
  const sorted = [...instants].sort((a, b) => a - b);
  // Instants of today are multiples of about 0.0002 ms.
  return sorted.filter((at, index) => index > 0 && at - sorted[index - 1]! < 1000 / perSecond - 0.001).length;
}
