import { readFileSync } from 'node:fs';
import { transformSync } from 'esbuild';

/** A program of README.md that runs by itself. */
export interface Program {
  readonly file: string;
  readonly code: string;
}

/** The programs that bring their own backend. The first line of a program may name its file: `// mock.mjs`. */
export function readmePrograms(): readonly Program[] {
  const fences = readFileSync('README.md', 'utf8').matchAll(/^```(?:js|ts)\n(.*?)^```/gms);
  return [...fences]
    .map(([, code = '']) => code)
    .filter(code => code.includes(`from 'heygen-rx/mock-backend'`))
    .map((code, index) => ({
      file: /^\/\/ (\S+\.mjs)$/m.exec(code)?.[1] ?? `program-${index + 1}.mjs`,
      code: transformSync(code, { loader: 'ts' }).code,
    }));
}
