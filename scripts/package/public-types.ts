import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import ts from 'typescript';

/** The packages that the declarations of an installed package import, by name. */
export function packagesInTypes(folder: string): ReadonlySet<string> {
  const imported = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.d.ts'))
    .flatMap(name => ts.preProcessFile(readFileSync(posix.join(folder, name), 'utf8')).importedFiles);
  return new Set(imported.map(({ fileName }) => fileName).filter(name => !name.startsWith('.')));
}
