import { afterAll, beforeAll, expect } from '@jest/globals';
import { expectedFigures, figuresOf } from './crash/checks.js';
import { CLIENT_KILL_POINTS, WORKER_KILL_POINTS } from './crash/kill-points.js';
import { CrashWorld } from './crash/world.js';
import { query } from './support/postgres-server.js';
import { until } from '../helpers/until.js';
import { ACCOUNT, newWatch, run, sleep } from './support/watches.js';

/** Three worker processes with clocks that are an hour apart, on a database whose commits wait for the disk. */
describe('durable jobs', () => {
  let world: CrashWorld;
  beforeAll(async () => {
    world = await CrashWorld.start();
  });
  afterAll(() => world.stop());

  const allIsWell = async (): Promise<void> => {
    await world.allSettled();
    const { worstSecond: _, ...figures } = await figuresOf(world);
    expect(figures).toEqual(expectedFigures(world.keys.length));
  };

  it.each(WORKER_KILL_POINTS)('survive a worker that is killed: %s', async point => {
    const worker = world.workers[WORKER_KILL_POINTS.indexOf(point) % world.workers.length]!;
    await world.dieWorking(worker, point, point.replaceAll(/\W+/g, '-'));
  });

  it.each(CLIENT_KILL_POINTS)('survive a client that is killed: %s', async point => {
    await world.dieCreating(point, point.replaceAll(/\W+/g, '-'));
  });

  it('are all made once, and settled once for each subscriber', allIsWell);

  it('are not touched by a worker that was asleep for longer than its lease', async () => {
    const [worker] = world.workers;
    worker!.arm('poll: after the claim', 'SIGSTOP');
    const { fenced } = world;
    await world.createUntil(() => worker!.isStopped, 'asleep');
    // The others take over what it holds.
    await world.allSettled();
    worker!.signal('SIGCONT');
    await until('the worker that was asleep is fenced off', () => world.fenced > fenced);
    await allIsWell();
  });

  it('survive a crash of the database', async () => {
    await world.create(...Array.from({ length: 20 }, (_, index) => `before-the-crash-${index}`));
    await world.server.crash();
    const creating = world.create('in-the-crash');
    await sleep(3000);
    await world.server.start();
    await creating;
    await allIsWell();
  });

  it('survive connections that are cut', async () => {
    for (let cut = 0; cut < 3; cut++) {
      await world.create(...Array.from({ length: 5 }, (_, index) => `cut-${cut}-${index}`));
      await query(
        world.server.config,
        `select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and backend_type = 'client backend'`,
      );
    }
    await allIsWell();
  });

  it('end at their deadline by the database’s clock, whatever the clocks of workers say', async () => {
    const state = { nextPollAt: 0, deadlineAt: 3000 };
    await run(
      world.engine.addWatches(ACCOUNT, [
        newWatch('a-job-that-nobody-knows', { ...state, notFoundUntil: 3_600_000 }),
      ]),
    );
    const [end] = await until('the watch ends', async () => {
      const rows = await query<{ late: number }>(
        world.server.config,
        `select ended_at - deadline_at as late from heygen_rx.watch where job_id like 'a-job%' and ended_at is not null`,
      );
      return rows.length > 0 && rows;
    });
    expect(end!.late).toBeGreaterThanOrEqual(0);
    expect(end!.late).toBeLessThan(1_800_000);
  });
});
