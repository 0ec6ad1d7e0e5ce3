import { expect } from '@jest/globals';
import { timer } from 'rxjs';
import { durableClient, memoryEngine, type DurableEngine, type NewWatch } from 'heygen-rx/durable';
import { marbles } from 'heygen-rx/testing';
import { smallWorker, withMethods } from '../support/small-worker.js';

/** What `getStatus` of a job gives, at a worker that runs from 1 to 500 ms. */
function statusOf(script: Parameters<typeof smallWorker>[0], happens: (engine: DurableEngine) => void) {
  let status: Promise<unknown> = Promise.resolve();
  marbles(({ flush }) => {
    const { worker, engine } = smallWorker(script);
    timer(1).subscribe(() => worker.start());
    timer(500).subscribe(() => void worker.stop({ graceMs: 0 }));
    status = durableClient({ engine }).getStatus('a');
    happens(engine);
    flush();
  });
  return status;
}

const late = { name: 'TimeoutError', jobId: 'a', message: 'No worker has polled job a within 35000 ms' };

describe('the status of a job', () => {
  it('that the service does not know is an error', async () => {
    const status = statusOf({ jobs: { a: 'x' } }, () => undefined);
    await expect(status).rejects.toMatchObject({ name: 'JobNotFoundError', jobId: 'a' });
  });

  it('whose watch is deleted meanwhile is not known', async () => {
    const status = statusOf({ jobs: { a: 'p' }, latencyMs: 20 }, engine =>
      timer(10).subscribe(() => engine.forget('main', ['a']).subscribe()),
    );
    await expect(status).rejects.toMatchObject(late);
  });

  it('without a worker is not known', async () => {
    let status: Promise<unknown> = Promise.resolve();
    const added: NewWatch[] = [];
    marbles(({ flush }) => {
      const engine = memoryEngine();
      const addWatches: DurableEngine['addWatches'] = (account, watches) => {
        added.push(...watches);
        return engine.addWatches(account, watches);
      };
      timer(100).subscribe(() => {
        status = durableClient({ engine: withMethods({ addWatches }, engine) }).getStatus('a');
      });
      flush();
    });
    await expect(status).rejects.toMatchObject(late);
    // With its deadline now: it is polled once.
    expect(added).toMatchObject([{ state: { deadlineAt: 0, nextPollAt: 0 } }]);
  });
});
