import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A backend in its own process, as `npm run mock` starts it: it can be killed and restarted on the same port. */
export interface MortalBackend {
  readonly url: string;
  /** SIGKILL: no clean shutdown. */
  kill(): Promise<void>;
  revive(): Promise<void>;
  /** How many jobs it has created, over all restarts. */
  created(): Promise<number>;
  /** Stops it and deletes its files. */
  end(): Promise<void>;
}

export const startMortalBackend = async (...flags: readonly string[]): Promise<MortalBackend> => {
  const folder = await mkdtemp(join(tmpdir(), 'mortal-backend-'));
  const start = (port: string) => startProcess('--port', port, '--keep-in', join(folder, 'jobs'), ...flags);
  let running = await start('0');
  const { url } = running;
  const kill = async () => {
    const { child } = running;
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return {
    url,
    kill,
    revive: async () => {
      running = await start(new URL(url).port);
    },
    created: async () => {
      const state = (await (await fetch(`${url}/control`)).json()) as { jobs: { created: number } };
      return state.jobs.created;
    },
    end: async () => {
      await kill();
      await rm(folder, { recursive: true });
    },
  };
};

const startProcess = async (...flags: string[]): Promise<{ child: ChildProcess; url: string }> => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'mock-backend/main.ts', ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  for await (const text of child.stdout.setEncoding('utf8')) {
    printed += text as string;
    const [, url] = /at (http:\S+)/.exec(printed) ?? [];
    if (url !== undefined) return { child, url };
  }
  throw new Error(`The backend ended: ${printed}`);
};
