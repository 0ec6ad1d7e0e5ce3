import { table } from '../report/table.js';
import { kilobytes, REPOSITORY } from './bench-size.js';
import { checkOut } from './check-out.js';
import { IMPORTS, measureSizes } from './measure-sizes.js';

/** `npm run size [-- <commit>]`: prints the sizes of the imports, beside those at another commit. */
const [commit] = process.argv.slice(2);
const sizes = [{ name: 'now', sizes: await measureSizes(REPOSITORY) }];
if (commit !== undefined) {
  using checkout = checkOut(commit, REPOSITORY);
  sizes.push({ name: commit, sizes: await measureSizes(checkout.folder) });
}
console.log(
  table(
    ['minified and gzipped', ...sizes.map(({ name }) => name)],
    IMPORTS.map(({ name }) => [
      `\`${name}\``,
      ...sizes.map(({ sizes }) => kilobytes(sizes.get(name)!.gzipped)),
    ]),
  ),
);
