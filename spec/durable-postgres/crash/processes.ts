import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { bundlePrograms } from '../../helpers/bundle-programs.js';
import type { KillPoint } from './kill-points.js';
import type { ProcessOptions, ToParent, ToProcess } from './messages.js';

const OUT = fileURLToPath(new URL('../../../.cache/durable-postgres', import.meta.url));

/** Compiles the programs of the processes, so that a new one starts at once. */
export async function compileProcesses(): Promise<void> {
  await bundlePrograms(
    'durable-postgres',
    'spec/durable-postgres/crash/worker-process.ts',
    'spec/durable-postgres/crash/client-process.ts',
  );
}

/** A process that works until it is killed, and then another one in its place. */
export class WorkerProcess {
  readonly #options: ProcessOptions;
  readonly #onMessage: (message: ToParent) => void;
  #child!: ChildProcess;

  constructor(options: ProcessOptions, onMessage: (message: ToParent) => void) {
    this.#options = options;
    this.#onMessage = onMessage;
  }

  /** Resolves when it works. */
  async start(): Promise<void> {
    const child = fork(`${OUT}/worker-process.js`, [JSON.stringify(this.#options)], { execArgv: [] });
    this.#child = child;
    child.on('message', (message: ToParent) => this.#onMessage(message));
    await once(child, 'message');
  }

  /** Has it kill, or stop, itself at the next such point. */
  arm(point: KillPoint, signal: ToProcess['signal'] = 'SIGKILL'): void {
    this.#child.send({ point, signal } satisfies ToProcess);
  }

  get isDead(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Whether it was stopped by SIGSTOP, as the kernel says. */
  get isStopped(): boolean {
    const stat = readFileSync(`/proc/${this.#child.pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('T');
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }
}

/** Asks for a create in a process of its own that dies at this point. */
export async function dieCreating(options: ProcessOptions, point: KillPoint, key: string): Promise<void> {
  const child = fork(`${OUT}/client-process.js`, [JSON.stringify(options), point, key], { execArgv: [] });
  const [, signal] = (await once(child, 'exit')) as [number, NodeJS.Signals | null];
  if (signal !== 'SIGKILL') throw new Error(`the client was to die ${point}`);
}
