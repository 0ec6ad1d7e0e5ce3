import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** One example of a page. */
export interface Fence {
  /** Its own file, with the code at the same line as on the page. */
  readonly file: string;
  /** The name that it gives itself, without its ending, or its number on the page. */
  readonly name: string;
  /** False for one that needs what a spec does not have, such as a database: it is marked `ts compile`. */
  readonly isProgram: boolean;
}

/** What surrounds the examples of a page when they run. */
export interface Surroundings {
  /** The program that they import as `./client.mjs`, for a page without one of its own. */
  readonly client?: string;
  /** What is unavailable here, and its replacement. */
  readonly instead?: readonly (readonly [from: string, to: string])[];
}

const OPENING = /^```(?:js|tsx?)( compile)?$/;
/** The name that a program gives itself on its first line: others import it by that. */
const OWN_NAME = /^\/\/ ([\w-]+)\.m[jt]s\b/;

/**
 * Writes each example of a page to a file: TypeScript, or JavaScript that has to be valid TypeScript as it stands.
 */
export function fencesOf(page: string, { client, instead = [] }: Surroundings = {}): readonly Fence[] {
  const text = instead.reduce(
    (all, [from, to]) => all.replaceAll(from, to),
    readFileSync(join(root, page), 'utf8'),
  );
  const folder = join(root, '.cache', 'fences', dirname(page), basename(page, '.md'));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const fences: Fence[] = [];
  let open: { readonly lines: string[]; readonly at: number; readonly isProgram: boolean } | undefined;
  for (const [at, line] of text.split('\n').entries()) {
    const opening = OPENING.exec(line);
    if (open === undefined && opening !== null) {
      open = { lines: [], at: at + 1, isProgram: opening[1] === undefined };
    } else if (open !== undefined && line === '```') {
      const { lines, isProgram } = open;
      const [, ownName] = OWN_NAME.exec(lines[0] ?? '') ?? [];
      const name = ownName ?? `example-${fences.length + 1}`;
      const file = join(folder, ownName === undefined ? `${name}.ts` : `${name}.mts`);
      writeFileSync(file, [...Array.from({ length: open.at }, () => ''), ...lines, 'export {};'].join('\n'));
      fences.push({ file, name, isProgram });
      open = undefined;
    } else open?.lines.push(line);
  }
  if (client !== undefined && !fences.some(({ name }) => name === 'client')) {
    writeFileSync(join(folder, 'client.mts'), client);
  }
  return fences;
}

/** A program that runs all of these at the same time. */
export function inOneProcess(fences: readonly Fence[]): Fence {
  const file = join(root, '.cache', 'fences', 'all.ts');
  const imports = fences.map(fence => `import(${JSON.stringify(fence.file)}),`);
  writeFileSync(file, ['await Promise.all([', ...imports, ']);'].join('\n'));
  return { file, name: 'all', isProgram: true };
}

/** The examples as programs that Node can run: they share the library, which is compiled once. */
export async function bundled(fences: readonly Fence[]): Promise<readonly Fence[]> {
  const outdir = join(root, '.cache', 'programs');
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints: fences.map(({ file }) => file),
    outbase: join(root, '.cache', 'fences'),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    tsconfig: join(root, 'tsconfig.json'),
    logLevel: 'error',
  });
  return fences.map(fence => ({
    ...fence,
    file: join(outdir, relative(join(root, '.cache', 'fences'), fence.file)).replace(/\.m?ts$/, '.mjs'),
  }));
}
