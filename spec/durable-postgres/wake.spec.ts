import { expect } from '@jest/globals';
import { Subject } from 'rxjs';
import { wakeFrom } from 'heygen-rx/durable';
import { postgresEngine } from '../../lib/durable/engine/postgres/postgres-engine.js';
import { afterTest, openPool, openServer } from './support/opened.js';
import { query } from './support/postgres-server.js';
import { until } from '../helpers/until.js';
import { ACCOUNT, newWatch, run, sent, TERMS } from './support/watches.js';

it('a webhook that comes before the response to its create is stored wakes the watch then, and those of others store nothing', async () => {
  const server = await openServer();
  const pool = openPool({ ...server.config, max: 1 });
  const engine = postgresEngine({ database: pool });
  const create = { key: 'k', request: {}, digest: '', timeoutMs: 3_600_000 };
  await run(engine.addCreates(ACCOUNT, [create]));
  const { lease } = sent(await run(engine.claimCreate(ACCOUNT, TERMS)));

  const wakeSubject = new Subject<string>();
  const waking = wakeFrom(engine, wakeSubject);
  afterTest(() => waking.unsubscribe());
  wakeSubject.next('job');
  for (let index = 0; index < 500; index++) wakeSubject.next(`none of ours ${index}`);
  await until('the connection is idle', () => pool.idleCount === 1);
  const watches = [newWatch('job', { nextPollAt: 3_000_000 })];
  await run(engine.settleCreate(ACCOUNT, 'k', lease, { type: 'created', jobIds: ['job'], watches }));
  const claim = await until('the watch is due', async () => {
    const next = await run(engine.claimWatches(ACCOUNT, 100, TERMS));
    return next.type === 'send' && next;
  });
  expect(sent(claim).taken.map(({ state }) => state.jobId)).toEqual(['job']);
  expect(await query(server.config, 'select job_id from heygen_rx.watch')).toEqual([{ job_id: 'job' }]);
});
