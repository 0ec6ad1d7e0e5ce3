import { expect, it } from '@jest/globals';
import { filter, firstValueFrom, NEVER, Subject, throwError } from 'rxjs';
import { AuthenticationError, RequestError, type TranslationError } from 'heygen-rx';
import { memoryEngine } from 'heygen-rx/durable';
import { runWorker } from '../../../cli/durable/run-worker.js';
import { EXIT } from '../../../cli/exit-code.js';
import type { Host } from '../../../cli/host.js';
import { newWatch } from '../../durable/support/small-worker.js';

/** A worker of a service that refuses every poll, with one watch to poll. */
function run(error: TranslationError) {
  const engine = memoryEngine();
  const interrupt = new AbortController();
  const eventSubject = new Subject<string>();
  const log = {
    started: () => undefined,
    event: ({ type }: { readonly type: string }) => eventSubject.next(type),
    figures: () => undefined,
    stopping: () => undefined,
    stopped: () => undefined,
  };
  const transport = { create: () => NEVER, status: () => throwError(() => error) };
  const exitCode = runWorker({ engine, transport }, log, { interrupted: interrupt.signal } as Host);
  const told = firstValueFrom(eventSubject.pipe(filter(type => type === 'ERROR_OCCURRED')));
  engine.addWatches('main', [newWatch('a')]).subscribe();
  return { interrupt, told, exitCode };
}

it('a worker reports an error and continues', async () => {
  const { interrupt, told, exitCode } = run(new RequestError('no', { status: 400 }));
  await told;
  interrupt.abort();
  await expect(exitCode).resolves.toBe(EXIT.completed);
});

it('a worker whose key is refused stops', async () => {
  const { told, exitCode } = run(new AuthenticationError('no', { status: 401 }));
  await told;
  await expect(exitCode).resolves.toBe(EXIT.auth);
});
