import { readdirSync } from 'node:fs';
import { build } from 'esbuild';

/** Compiles each module of the library. Comments are left to the declarations, where editors show them. */
export async function compileLibrary(): Promise<void> {
  await build({
    entryPoints: readdirSync('lib', { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.ts'))
      .map(name => `lib/${name}`),
    outbase: 'lib',
    outdir: 'dist/lib',
    format: 'esm',
    target: 'es2022',
    logLevel: 'warning',
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
  });
}
