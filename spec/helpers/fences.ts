import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import ts from 'typescript';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** One TypeScript example of a page. */
export interface Fence {
  /** A file of its own, at the line where it stands on the page. */
  readonly file: string;
  /** The heading it stands under. */
  readonly title: string;
}

/** What stands around the examples of a page when they are run. */
export interface Surroundings {
  /** What they take for granted: put on the first line of each that does not make a client of its own. */
  readonly before?: string;
  /** What cannot be had here, and what is taken instead. */
  readonly instead?: readonly (readonly [from: string, to: string])[];
}

/**
 * Writes the TypeScript examples of a page each into a file.
 */
export function fencesOf(page: string, { before = '', instead = [] }: Surroundings = {}): readonly Fence[] {
  const text = instead.reduce(
    (all, [from, to]) => all.replace(from, to),
    readFileSync(join(root, page), 'utf8'),
  );
  const lines = text.split('\n');
  const folder = join(root, '.cache', 'fences', dirname(page));
  mkdirSync(folder, { recursive: true });
  const fences: Fence[] = [];
  let title = '';
  let inside: string[] | undefined;
  for (const [index, line] of lines.entries()) {
    if (inside === undefined && line.startsWith('#')) title = line.replace(/^#+ /, '');
    if (inside === undefined && line === '```ts') {
      inside = Array.from({ length: index + 1 }, () => '');
    } else if (inside !== undefined && line === '```') {
      const file = join(folder, `${basename(page, '.md')}-${fences.length + 1}.ts`);
      if (!inside.some(text => text.includes('= new TranslationClient('))) inside[0] = before;
      writeFileSync(file, inside.join('\n'));
      fences.push({ file, title });
      inside = undefined;
    } else inside?.push(line);
  }
  return fences;
}

/** The examples as programs that Node runs as they are: they share the library, which is compiled once. */
export async function bundled(fences: readonly Fence[]): Promise<readonly Fence[]> {
  const outdir = join(root, '.cache', 'programs');
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
  return fences.map(({ file, title }) => ({
    title,
    file: join(outdir, relative(join(root, '.cache', 'fences'), file)).replace(/\.ts$/, '.mjs'),
  }));
}

/** What the compiler has to say against these files, with the settings of the project. */
export function complaintsAbout(files: readonly string[]): readonly string[] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), file => ts.sys.readFile(file)) as {
    config: unknown;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram(files, { ...options, noUnusedLocals: false });
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const line = (file?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
    return `${file?.fileName}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}
