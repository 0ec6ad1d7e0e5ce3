import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chunksOf, searchInProcesses, sumOf } from '../histories/search-in-processes.js';
import { MUTANTS, type Mutant } from './mutants.js';

export interface MutantResult {
  readonly name: string;
  /** Rules that its histories broke; none: it got away. */
  readonly broken: readonly string[];
  readonly histories: number;
}

/** What the harness needs to play histories. */
const COPIED = ['lib', 'spec/chaos', 'spec/helpers', 'tsconfig.json', 'package.json'];

/** Plants each mutant in a copy of `lib` and plays histories until one breaks a rule. */
export async function runMutants(
  root: string,
  seed: number,
  count: number,
): Promise<readonly MutantResult[]> {
  const copy = await mkdtemp(join(tmpdir(), 'mutants-'));
  try {
    for (const path of COPIED) await cp(join(root, path), join(copy, path), { recursive: true });
    await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
    const results: MutantResult[] = [];
    for (const mutant of MUTANTS) results.push(await tryMutant(mutant, copy, seed, count));
    return results;
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

async function tryMutant(mutant: Mutant, copy: string, seed: number, count: number): Promise<MutantResult> {
  const path = join(copy, mutant.file);
  const source = await readFile(path, 'utf8');
  await writeFile(path, mutated(source, mutant));
  try {
    const starts = chunksOf(seed, count).flatMap(({ flavour, seed: from, count: all }) =>
      Array.from({ length: Math.ceil(all / 250) }, (_, i) => ({ flavour, seed: from + i, count: 250 })),
    );
    const found = await searchInProcesses(starts, copy, ({ broken }) => broken.size > 0);
    const { histories, broken } = sumOf(found);
    return { name: mutant.name, broken: [...broken.keys()], histories };
  } finally {
    await writeFile(path, source);
  }
}

/** @throws Error when the source has changed so that the mutant no longer fits. */
export function mutated(source: string, { name, find, replace }: Mutant): string {
  if (source.split(find).length === 2) return source.replace(find, () => replace);
  throw new Error(`Cannot plant the mutant "${name}": its place is not in the source exactly once`);
}
