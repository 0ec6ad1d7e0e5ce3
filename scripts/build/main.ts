/**
 * `npm run build`: makes `dist`, the package. `tsc` has written the declarations to `.cache/build` before, and esbuild the dashboard to
 * `.cache/dashboard`.
 *
 * - `dist/lib`: the library, a module for each source file, so that bundlers can leave out what is unused.
 * - `dist/mock-backend`, `dist/cli`, `dist/chunks`: bundles that contain their dependencies, except rxjs, ky and the library.
 * - The declarations of each entry of package.json, and in `dist/types` what several entries share.
 * - `dist/THIRD-PARTY.md`: the licences of what the bundles contain.
 */
import { chmodSync, rmSync } from 'node:fs';
import { bundle } from './bundle.js';
import { compileLibrary } from './compile-library.js';
import { rollUpDeclarations } from './roll-up-declarations.js';
import { writeThirdParty } from './third-party.js';

rmSync('dist', { recursive: true, force: true });
await compileLibrary();
await rollUpDeclarations();
writeThirdParty(await bundle());
chmodSync('dist/cli/main.js', 0o755);
