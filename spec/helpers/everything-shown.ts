import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { inspect } from 'node:util';

/** Everything a program could print of a value: as text, as JSON, through the console, and inspected in full. */
export function everythingShown(value: unknown): string {
  let printed = '';
  const stdout = new Writable({
    write(chunk, _, done) {
      printed += String(chunk);
      done();
    },
  });
  const console = new Console({ stdout, inspectOptions: { depth: null } });
  console.log(value);
  console.dir(value, { showHidden: true });
  const parts = [
    String(value),
    JSON.stringify(value),
    inspect(value, { showHidden: true, depth: Infinity, getters: true }),
  ];
  if (value instanceof Error) parts.push(value.stack ?? '', everythingShown(value.cause));
  return [printed, ...parts].join('\n');
}
