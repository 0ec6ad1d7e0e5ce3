import { cpSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { typesOfEntries } from './manifest.js';

const COMPILED = '.cache/build';

/** Copies the declarations that the entries of the package reach. */
export function copyDeclarations(): void {
  const entries = typesOfEntries.map(([, file]) => join(COMPILED, relative('dist', file)));
  for (const file of reachedFrom(entries)) cpSync(file, join('dist', relative(COMPILED, file)));
}

function reachedFrom(entries: readonly string[]): ReadonlySet<string> {
  const reached = new Set(entries);
  // A set that grows while it is read: its new members are read as well.
  for (const file of reached) {
    const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'));
    for (const { fileName } of importedFiles) {
      if (fileName.startsWith('.')) reached.add(join(dirname(file), fileName.replace(/\.js$/, '.d.ts')));
    }
  }
  return reached;
}
