import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { WorkerSettings } from './worker-process.js';

const PROGRAM = fileURLToPath(new URL('worker-process.ts', import.meta.url));

/** Worker processes, numbered from 1. */
export class Workers {
  readonly #processes: readonly ChildProcess[];

  constructor(count: number, settings: WorkerSettings) {
    this.#processes = Array.from({ length: count }, () =>
      fork(PROGRAM, [JSON.stringify(settings)], { execArgv: ['--import', 'tsx', '--no-warnings'] }),
    );
  }

  /** Kills one without letting it finish anything, like a crash. */
  kill(number: number): void {
    this.#processes[number - 1]!.kill('SIGKILL');
  }

  /** Lets all of them finish their requests and end; after three seconds they are killed. */
  async stop(): Promise<void> {
    const open = this.#processes.filter(child => child.exitCode === null && child.signalCode === null);
    const ended = open.map(child => once(child, 'exit'));
    for (const child of open) if (child.connected) child.disconnect();
    const killing = setTimeout(() => open.forEach(child => child.kill('SIGKILL')), 3000);
    await Promise.all(ended);
    clearTimeout(killing);
  }
}
