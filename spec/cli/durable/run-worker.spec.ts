import { afterEach, expect, it, jest } from '@jest/globals';
import { filter, firstValueFrom, NEVER, Subject, throwError } from 'rxjs';
import { AuthenticationError, RequestError, type Transport, type TranslationError } from 'heygen-rx';
import { DurableWorker, memoryEngine } from 'heygen-rx/durable';
import { scriptedTransport } from 'heygen-rx/testing';
import { runWorker } from '../../../cli/durable/run-worker.js';
import { EXIT } from '../../../cli/exit-code.js';
import type { Host } from '../../../cli/host.js';
import { newWatch } from '../../durable/support/small-worker.js';

afterEach(() => {
  jest.restoreAllMocks();
});

/** A log that keeps what it is told, and a process that can be interrupted. */
function run(transport: Transport = scriptedTransport({ jobs: { a: 'c' } })) {
  const engine = memoryEngine();
  const interrupt = new AbortController();
  const lines: string[] = [];
  const lineSubject = new Subject<string>();
  lineSubject.subscribe(line => lines.push(line));
  const log = {
    started: () => lineSubject.next('started'),
    event: ({ type }: { readonly type: string }) => lineSubject.next(type),
    figures: () => lineSubject.next('figures'),
    stopping: () => lineSubject.next('stopping'),
    stopped: () => lineSubject.next('stopped'),
  };
  const exitCode = runWorker({ engine, transport }, log, { interrupted: interrupt.signal } as Host);
  return { engine, interrupt, lines, line$: lineSubject.asObservable(), exitCode };
}

it('a worker runs until the process is interrupted, and stops', async () => {
  const { interrupt, lines, exitCode } = run();
  interrupt.abort();
  await expect(exitCode).resolves.toBe(EXIT.completed);
  expect(lines.filter(line => line !== 'figures')).toEqual(['started', 'stopping', 'stopped']);
});

/** A service that refuses every poll. */
const refusing = (error: TranslationError): Transport => ({
  create: () => NEVER,
  status: () => throwError(() => error),
});

it('a worker tells what happens, and works on after an error', async () => {
  const refusal = new RequestError('no', { status: 400 });
  const { engine, interrupt, lines, line$, exitCode } = run(refusing(refusal));
  const told = firstValueFrom(line$.pipe(filter(line => line === 'ERROR_OCCURRED')));
  await firstValueFrom(engine.addWatches('main', [newWatch('a')]));
  await told;
  interrupt.abort();
  await expect(exitCode).resolves.toBe(EXIT.completed);
  expect(lines.filter(line => line !== 'figures')).toEqual([
    'started',
    'ERROR_OCCURRED',
    'stopping',
    'stopped',
  ]);
});

it('a worker whose key is refused stops', async () => {
  const { engine, exitCode } = run(refusing(new AuthenticationError('no', { status: 401 })));
  await firstValueFrom(engine.addWatches('main', [newWatch('a')]));
  await expect(exitCode).resolves.toBe(EXIT.auth);
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
