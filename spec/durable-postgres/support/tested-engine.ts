import type pg from 'pg';
import type { DurableEngine } from '../../../lib/durable/engine/engine.js';
import type { TestedEngine } from '../../durable/engine/contract/engine-under-test.js';
import { advancing } from './set-clock.js';
import { ACCOUNT, run } from './watches.js';

/** An engine with its tables. */
export async function testedEngine(pool: pg.Pool, engine: DurableEngine): Promise<TestedEngine> {
  await run(engine.stats(ACCOUNT));
  return {
    engine,
    advance: advancing(pool),
    stop: () => Promise.resolve(),
  };
}
