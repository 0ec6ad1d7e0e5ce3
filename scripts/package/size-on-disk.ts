import { readdirSync, statSync } from 'node:fs';

/** How much of a disk the files of a folder use, in bytes: a small file takes a whole block of 4 KiB. */
export function sizeOnDisk(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => statSync(`${folder}/${name}`).blocks * 512)
    .reduce((sum, bytes) => sum + bytes, 0);
}
