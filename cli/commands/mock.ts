import type { Command } from 'commander';
import { firstValueFrom } from 'rxjs';
import { mockCommand } from '../../mock-backend/options/mock-command.js';
import { startMockBackend } from '../../mock-backend/server.js';
import { EXIT } from '../exit-code.js';
import { interruption } from '../interruption.js';
import type { CommandContext } from './command-context.js';
import { examplesText } from './examples.js';

/** `mock`: serves a mock backend until Ctrl-C. */
export const mockBackendCommand = ({ host, finish }: CommandContext): Command =>
  mockCommand(async options => {
    const { stdout } = host;
    const print = (line: string): void => void stdout.write(`${line}\n`);
    const backend = await startMockBackend({
      ...options,
      log: options.log === undefined ? undefined : print,
    });
    print(
      `Mock backend at ${backend.url} (seed ${backend.app.seed}). Open it in a browser to see the dashboard. Press Ctrl-C to stop.`,
    );
    await firstValueFrom(interruption(host));
    await backend.close();
    finish(EXIT.completed);
  }).addHelpText(
    'after',
    examplesText(
      ['mock --port 3000 --progress', 'jobs that take 5 to 15 seconds'],
      [
        'mock --faults 0.2 --outage 10s+5s --log',
        'fail a fifth of all requests, and all of them for five seconds',
      ],
    ),
  );
