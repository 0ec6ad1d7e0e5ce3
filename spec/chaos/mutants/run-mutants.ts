import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Rule } from '../checks/violation.js';
import type { Findings, Start } from '../histories/search.js';
import { searchInProcesses, sumOf } from '../histories/search-in-processes.js';
import { MUTANTS, type Mutant } from './mutants.js';

export interface MutantResult {
  readonly name: string;
  /** Rules that are broken with it and not without it; none: it got away. */
  readonly broken: readonly string[];
  readonly histories: number;
}

/** What the harness needs to play histories. */
const COPIED = ['lib', 'spec/chaos', 'spec/helpers', 'bench/schedules', 'tsconfig.json', 'package.json'];

/** Histories that one process plays. */
const CHUNK = 250;

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
    const starts = smallChunks(seed, count);
    // What breaks without a mutant shows nothing.
    const { broken: alreadyBroken } = sumOf(await searchInProcesses(starts, copy));
    const results: MutantResult[] = [];
    for (const mutant of MUTANTS) results.push(await tryMutant(mutant, copy, starts, alreadyBroken));
    return results;
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

async function tryMutant(
  mutant: Mutant,
  copy: string,
  starts: readonly Start[],
  alreadyBroken: ReadonlyMap<Rule, number>,
): Promise<MutantResult> {
  const newlyBroken = ({ broken }: Findings): readonly Rule[] =>
    [...broken.keys()].filter(rule => !alreadyBroken.has(rule));
  const path = join(copy, mutant.file);
  const source = await readFile(path, 'utf8');
  await writeFile(path, mutated(source, mutant));
  try {
    const found = sumOf(await searchInProcesses(starts, copy, findings => newlyBroken(findings).length > 0));
    return { name: mutant.name, broken: newlyBroken(found), histories: found.histories };
  } finally {
    await writeFile(path, source);
  }
}

/** Small, so that the search can end soon. */
function smallChunks(seed: number, count: number): readonly Start[] {
  const flavours = ['any', 'recovery'] as const;
  return Array.from({ length: Math.ceil(count / CHUNK) }, (_, i) => ({
    flavour: flavours[i % flavours.length]!,
    seed: seed + i,
    count: CHUNK,
  }));
}

/** @throws Error when the source has changed so that the mutant no longer fits. */
export function mutated(source: string, { name, find, replace }: Mutant): string {
  if (source.split(find).length === 2) return source.replace(find, () => replace);
  throw new Error(`Cannot plant the mutant "${name}": its place is not in the source exactly once`);
}
