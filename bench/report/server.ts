import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { compiled } from './compiled.js';

/** Servers in a process of their own. */
export interface Served<Name extends string> extends Disposable {
  /** Their addresses, by name. */
  readonly urls: Readonly<Record<Name, string>>;
}

/** Runs a program that serves: the first line that it prints names its addresses, as JSON. It ends with `using`. */
export async function serving<Name extends string>(entry: string): Promise<Served<Name>> {
  const child = spawn(process.execPath, [await compiled(entry)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return {
    urls: JSON.parse(line) as Record<Name, string>,
    [Symbol.dispose]: () => child.kill(),
  };
}
