import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { cannotWrite } from './cannot-write.js';

/** Where a file is written until it is complete: its version is in the name, if it has one. */
export const partPath = (path: string, etag: string | undefined): string =>
  etag === undefined
    ? `${path}.part`
    : `${path}.${createHash('sha256').update(etag).digest('hex').slice(0, 8)}.part`;

/** What follows the name of a file in those of its part files. */
const PART = /^\.(?:[\da-f]{8}\.)?part$/;

/** The size of a file in bytes; 0 if there is none. */
export const sizeOf = (path: string): number => (existsSync(path) ? statSync(path).size : 0);

/** Gives a complete file its name, and removes part files of other versions. @throws {DownloadError} */
export async function completePart(part: string, path: string): Promise<void> {
  await rename(part, path).catch((error: unknown) => {
    throw cannotWrite(path, error);
  });
  const [folder, name] = [dirname(path), basename(path)];
  // The file is saved: part files that cannot be removed do no harm.
  const names = await readdir(folder).catch(() => []);
  const parts = names.filter(each => each.startsWith(name) && PART.test(each.slice(name.length)));
  for (const each of parts) await rm(join(folder, each), { force: true }).catch(() => undefined);
}
