import type { Command } from 'commander';
import { mockCommand } from '../mock-backend/options/mock-command.js';
import { startMockBackend } from '../mock-backend/server.js';
import type { Context } from './context.js';
import { EXIT } from './exit-code.js';

/** `mock`: serves until Ctrl-C. */
export const mockBackendCommand = ({ world, end }: Context): Command =>
  mockCommand(async options => {
    const { stdout, interrupted } = world;
    const print = (line: string): void => void stdout.write(`${line}\n`);
    const backend = await startMockBackend({
      ...options,
      log: options.log === undefined ? undefined : print,
    });
    print(`Mock backend at ${backend.url} (seed ${backend.app.seed}). Ctrl-C stops it.`);
    await new Promise<void>(resolve => {
      if (interrupted.aborted) resolve();
      interrupted.addEventListener('abort', () => resolve(), { once: true });
    });
    await backend.close();
    end(EXIT.completed);
  });
