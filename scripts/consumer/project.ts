import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './run.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A user's project in a temporary folder, in which only the package and rxjs are installed. */
export interface Project {
  readonly folder: string;
  /** Copies files of the repository into the project. */
  copy(folder: string): void;
  delete(): void;
}

/** Packs the package as it is published, and installs it as the README says: in an empty folder. `dist` must have been built. */
export async function newProject(): Promise<Project> {
  const folder = mkdtempSync(join(tmpdir(), 'heygen-rx-user-'));
  await run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: ROOT });
  const [tarball = ''] = readdirSync(folder);
  await run('npm', ['init', '-y'], { cwd: folder });
  await run('npm', ['install', '--no-audit', '--no-fund', `./${tarball}`, 'rxjs'], { cwd: folder });
  return {
    folder,
    copy: files => cpSync(join(ROOT, files), folder, { recursive: true }),
    delete: () => rmSync(folder, { recursive: true }),
  };
}
