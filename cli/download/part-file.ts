import { createHash, randomBytes } from 'node:crypto';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { DownloadError } from '../errors/download-error.js';
import { cannotWrite } from './cannot-write.js';
import { codeOf } from './error-code.js';

/** A part file that only this download writes: another process would mix its bytes with these. */
export interface ClaimedPart {
  /** Its path as long as it is claimed. */
  readonly file: string;
  /** How many bytes of this version of the file it has. */
  readonly have: number;
  /** Renames it to the complete file, and removes what is left of other versions. @throws {DownloadError} */
  complete(): Promise<void>;
  /** Leaves it for a later attempt, if that can tell whether it is of the same version. */
  release(): Promise<void>;
}

/** Where a file waits to be continued: its version is in the name, if it has one. */
export const partPath = (path: string, etag: string | undefined): string =>
  etag === undefined ? `${path}.part` : `${path}.${digest(etag, 8)}.part`;

/**
 * Claims an existing part file, or a new one. Claiming means renaming: of several processes, only one succeeds. The new name says which process it is,
 * so that a part file whose process was killed can be claimed again.
 *
 * @param etag The version of the file, if it has one.
 * @throws {DownloadError} if another process is saving the file now.
 */
export async function claimPart(path: string, etag: string | undefined): Promise<ClaimedPart> {
  const parts = await partsOf(path);
  if (parts.some(({ owner }) => owner !== undefined && isAlive(owner)))
    throw new DownloadError(`Cannot download: another process is saving ${path}`);
  const free = partPath(path, etag);
  const file = `${free}.${process.pid}-${MACHINE}-${randomBytes(2).toString('hex')}`;
  if (etag !== undefined) {
    const sameVersion = parts.filter(part => part.file.startsWith(free) && isAbandoned(part));
    for (const part of sameVersion) if (await isRenamed(part.file, file)) break;
  }
  return {
    file,
    have: (await stat(file).catch(() => undefined))?.size ?? 0,
    complete: async () => {
      await rename(file, path).catch((error: unknown) => {
        throw cannotWrite(path, error);
      });
      // The file is saved: part files that cannot be removed do no harm.
      for (const part of (await partsOf(path)).filter(isAbandoned)) await remove(part.file);
    },
    release: async () => {
      if (etag === undefined) await remove(file);
      else await isRenamed(file, free);
    },
  };
}

interface Part {
  readonly file: string;
  /** The process that has claimed it. */
  readonly owner?: { readonly pid: number; readonly machine: string };
}

/** What follows the name of a file in those of its part files: the version, and the process that has claimed it. */
const PART = /^(?:\.[\da-f]{8})?\.part(?:\.(\d+)-([\da-f]{4})-[\da-f]{4})?$/;

async function partsOf(path: string): Promise<readonly Part[]> {
  const [folder, name] = [dirname(path), basename(path)];
  const names = await readdir(folder).catch(() => []);
  return names.flatMap(each => {
    const match = each.startsWith(name) ? PART.exec(each.slice(name.length)) : null;
    if (match === null) return [];
    const [, pid, machine] = match;
    const file = join(folder, each);
    return pid === undefined || machine === undefined
      ? [{ file }]
      : [{ file, owner: { pid: Number(pid), machine } }];
  });
}

const digest = (text: string, length: number): string =>
  createHash('sha256').update(text).digest('hex').slice(0, length);

/** Machines may share a folder, and a process id means nothing on another one. */
const MACHINE = digest(hostname(), 4);

function isAlive({ pid, machine }: NonNullable<Part['owner']>): boolean {
  if (machine !== MACHINE) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It exists, but belongs to another user.
    return codeOf(error) === 'EPERM';
  }
}

/** A part file that no process is writing: not claimed, or claimed by a process of this machine that has ended. */
const isAbandoned = ({ owner }: Part): boolean =>
  owner === undefined || (owner.machine === MACHINE && !isAlive(owner));

const isRenamed = (from: string, to: string): Promise<boolean> =>
  rename(from, to).then(
    () => true,
    () => false,
  );

const remove = (file: string): Promise<void> => rm(file, { force: true }).catch(() => undefined);
