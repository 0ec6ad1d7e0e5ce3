import { table } from '../report/table.js';
import { REPOSITORY } from './bench-size.js';
import { BUDGETS, kilobytesOf } from './budgets.js';
import { measureSizes } from './measure-sizes.js';

/** `npm run check:size`, from the root: fails if an import has outgrown its budget. */
const sizes = await measureSizes(REPOSITORY);
const rows = BUDGETS.map(budget => ({ ...budget, measured: kilobytesOf(budget, sizes) }));

console.log('What an import adds to an app: minified and gzipped, without rxjs and ky\n');
console.log(
  table(
    ['import', 'measured', 'budget', 'wanted', ''],
    rows.map(({ name, measured, atMost, wanted }) => [
      name,
      `${measured.toFixed(1)} KB`,
      `${atMost} KB`,
      `${wanted} KB`,
      measured <= atMost ? 'kept' : '**outgrown**',
    ]),
  ),
);
process.exitCode = rows.every(({ measured, atMost }) => measured <= atMost) ? 0 : 1;
