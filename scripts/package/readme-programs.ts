import { readFileSync } from 'node:fs';
import { transformSync } from 'esbuild';

/** A program of README.md that runs by itself. */
export interface Program {
  readonly file: string;
  readonly code: string;
}

const NEEDS_NO_SERVER = /from '(?:heygen-rx\/(?:mock-backend|testing)|\.\/client\.mjs)'/;

/** The programs that need no server and no key, in the order of the page: some import an earlier one. The first line of a program may name its file: `// mock.mjs`. */
export function readmePrograms(): readonly Program[] {
  const fences = readFileSync('README.md', 'utf8').matchAll(/^```(?:js|ts)\n(.*?)^```/gms);
  return [...fences]
    .map(([, code = '']) => code)
    .filter(code => NEEDS_NO_SERVER.test(code))
    .map((code, index) => ({
      file: /^\/\/ ([\w-]+\.mjs)\b/.exec(code)?.[1] ?? `program-${index + 1}.mjs`,
      code: transformSync(code, { loader: 'ts' }).code,
    }));
}
