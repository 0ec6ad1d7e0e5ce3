import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { run } from '../consumer/run.js';

/** Starts the packaged mock backend and translates with it, both by the package's command. Returns the last line printed. */
export async function translateOnTheCommandLine(cwd: string): Promise<string> {
  const command = `${cwd}/node_modules/.bin/heygen-rx`;
  const backend = spawn(command, ['mock', '--port', '0', '--processing-ms', '100', '--result-address'], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const url = await urlIn(backend.stdout);
    const args = ['translate', 'https://example.com/talk.mp4', '--languages', 'French', '--base-url', url];
    const printed = await run(command, args, { cwd, env: { NO_COLOR: '1' } });
    if (!printed.includes(`${url}/`)) throw new Error(`It printed no URL of a video:\n${printed}`);
    return printed.split('\n').at(-1) ?? '';
  } finally {
    backend.kill();
  }
}

/** The URL that the backend prints once it listens. */
async function urlIn(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const [url] = /http:\S+/.exec(line) ?? [];
    if (url !== undefined) return url;
  }
  throw new Error('The mock backend did not start');
}
