import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The library at one commit, in a temporary folder. It is deleted with `using`. */
export interface Checkout extends Disposable {
  readonly folder: string;
}

/** Writes the library of a commit to a temporary folder. */
export function checkOut(commit: string, repository: string): Checkout {
  const folder = mkdtempSync(join(tmpdir(), 'heygen-rx-size-'));
  const archive = execFileSync('git', ['archive', commit, 'lib', 'package.json'], {
    cwd: repository,
    maxBuffer: 100e6,
  });
  execFileSync('tar', ['-x', '-C', folder], { input: archive });
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) };
}
