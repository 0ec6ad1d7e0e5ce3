/** What is used of `node:fs`. */
export interface FileSystem {
  realpathSync(path: string): string;
  statSync(path: string, options: { readonly throwIfNoEntry: false }): { readonly ino: number } | undefined;
}

/**
 * Is the file at this path still the one that is there now? If it is deleted or replaced, SQLite goes on in the old one, which no other process sees.
 *
 * @param file Such as `':memory:'`, which is no file: always the same.
 */
export function isSameFile(fs: FileSystem, file: string): () => boolean {
  const inode = (path: string) => fs.statSync(path, { throwIfNoEntry: false })?.ino;
  const opened = inode(file);
  if (opened === undefined) return () => true;
  // The process may change its working directory.
  const path = fs.realpathSync(file);
  return () => inode(path) === opened;
}
