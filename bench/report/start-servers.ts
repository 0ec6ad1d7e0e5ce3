import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { compile } from './compile.js';

/** Servers in their own process. They are stopped with `using`. */
export interface RunningServers<Name extends string> extends Disposable {
  /** Their URLs, by name. */
  readonly urls: Readonly<Record<Name, string>>;
}

/** Compiles and runs a program that starts servers. The first line that it prints is a JSON object with their URLs. */
export async function startServers<Name extends string>(entry: string): Promise<RunningServers<Name>> {
  const child = spawn(process.execPath, [await compile(entry)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return {
    urls: JSON.parse(line) as Record<Name, string>,
    [Symbol.dispose]: () => child.kill(),
  };
}
