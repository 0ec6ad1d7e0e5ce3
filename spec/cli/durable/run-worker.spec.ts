import { afterEach, expect, it, jest } from '@jest/globals';
import { filter, firstValueFrom, throwError } from 'rxjs';
import { RequestError } from 'heygen-rx';
import { DurableWorker, memoryEngine, type DurableWorkerOptions } from 'heygen-rx/durable';
import { scriptedTransport } from 'heygen-rx/testing';
import { runWorker } from '../../../cli/durable/run-worker.js';
import { EXIT } from '../../../cli/exit-code.js';
import type { Host } from '../../../cli/host.js';
import { newWatch } from '../../durable/support/small-worker.js';

afterEach(() => {
  jest.restoreAllMocks();
});

/** A log that keeps what it is told, and a process that can be interrupted. */
function run(options: Partial<DurableWorkerOptions> = {}) {
  const { engine = memoryEngine() } = options;
  const interrupt = new AbortController();
  const lines: string[] = [];
  const log = {
    started: () => void lines.push('started'),
    event: ({ type }: { readonly type: string }) => void lines.push(type),
    figures: () => void lines.push('figures'),
    stopping: (refusal?: Error) => void lines.push(refusal ? `stopping: ${refusal.message}` : 'stopping'),
    stopped: () => void lines.push('stopped'),
  };
  const transport = scriptedTransport({ jobs: { a: 'c' } });
  const exitCode = runWorker({ ...options, engine, transport }, log, {
    interrupted: interrupt.signal,
  } as Host);
  return { engine, interrupt, lines, exitCode };
}

it('a worker runs until the process is interrupted, and stops', async () => {
  const { interrupt, lines, exitCode } = run();
  interrupt.abort();
  await expect(exitCode).resolves.toBe(EXIT.completed);
  expect(lines.filter(line => line !== 'figures')).toEqual(['started', 'stopping', 'stopped']);
});

it('a worker stops by itself if the account has the jobs of another service', async () => {
  const engine = memoryEngine();
  const terms = { perSecond: 1, leaseMs: 1, probeMs: 1, service: 'https://api.heygen.com' };
  await firstValueFrom(engine.claimCreate('main', terms));
  const { lines, exitCode } = run({ engine, service: 'http://127.0.0.1:3000' });
  await expect(exitCode).resolves.toBe(EXIT.usage);
  const error = 'Cannot use this account: it belongs to https://api.heygen.com, got http://127.0.0.1:3000';
  expect(lines).toContain(`stopping: ${error}; give each service its own account`);
});

it('a worker stops by itself if the database cannot be used as it is', async () => {
  const refusal = new RequestError('no', { code: 'unusable_database' });
  const engine = { ...memoryEngine(), claimCreate: () => throwError(() => refusal) };
  const { lines, exitCode } = run({ engine });
  await expect(exitCode).resolves.toBe(EXIT.usage);
  expect(lines).toContain('stopping: no');
});

it('a worker that fails to stop says so, and nothing more is printed of it', async () => {
  const failure = new Error('cannot stop');
  const stop = jest.spyOn(DurableWorker.prototype, 'stop').mockRejectedValueOnce(failure);
  const { engine, interrupt, lines, exitCode } = run();
  interrupt.abort();
  await expect(exitCode).rejects.toBe(failure);
  expect(lines.at(-1)).toBe('stopping');
  const before = [...lines];

  // It still works.
  const worker = stop.mock.contexts[0] as DurableWorker;
  const completed = firstValueFrom(worker.event$.pipe(filter(({ type }) => type === 'JOB_COMPLETED')));
  await firstValueFrom(engine.addWatches('main', [newWatch('a')]));
  await completed;
  expect(lines).toEqual(before);
  await worker.stop({ graceMs: 0 });
});
