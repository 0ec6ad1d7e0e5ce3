import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import ts from 'typescript';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** One TypeScript example of a page. */
export interface Fence {
  /** Its own file, with the code at the same line as on the page. */
  readonly file: string;
  /** The heading above it. */
  readonly title: string;
}

/** What surrounds the examples of a page when they run. */
export interface Surroundings {
  /** What they assume: put on the first line of each that does not make its own client. */
  readonly before?: string;
  /** What is unavailable here, and its replacement. */
  readonly instead?: readonly (readonly [from: string, to: string])[];
}

/**
 * Writes each TypeScript example of a page to a file.
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

/** The examples as programs that Node can run: they share the library, which is compiled once. */
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

/** The compiler's complaints about these files, with the settings of the project. */
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
