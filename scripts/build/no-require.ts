import { isBuiltin } from 'node:module';
import type { Plugin } from 'esbuild';

/** Turns `require('node:fs')` in a CommonJS package, such as Commander, into an import: a bundle is an ES module, which has no `require`. */
export const noRequire: Plugin = {
  name: 'no require',
  setup: builder => {
    builder.onResolve({ filter: /^[a-z:/_]+$/ }, ({ path, kind }) =>
      kind === 'require-call' && isBuiltin(path) ? { path, namespace: 'required' } : undefined,
    );
    builder.onLoad({ filter: /.*/, namespace: 'required' }, ({ path }) => ({
      contents: `import builtin from '${path}'; module.exports = builtin;`,
    }));
  },
};
