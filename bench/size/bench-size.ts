import { fileURLToPath } from 'node:url';
import { boundTable, type Bound } from '../report/bound.js';
import { writePage } from '../report/write-page.js';
import { table } from '../report/table.js';
import { BUDGETS, kilobytesOf } from './budgets.js';
import { IMPORTS, measureSizes } from './measure-sizes.js';

/** Where the library is. */
export const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

/** What each import of the library adds to an app: minified, gzipped, without rxjs and ky. */
export async function benchSize(): Promise<void> {
  const sizes = await measureSizes(REPOSITORY);
  const bounds: readonly Bound[] = BUDGETS.map(budget => ({
    name: budget.name,
    atMost: budget.atMost,
    measured: kilobytesOf(budget, sizes),
    unit: 'KB',
  }));
  const sizeTable = table(
    ['import', 'minified', 'minified and gzipped'],
    IMPORTS.map(({ name }) => [
      `\`${name}\``,
      kilobytes(sizes.get(name)!.minified),
      kilobytes(sizes.get(name)!.gzipped),
    ]),
  );
  writePage('size', 'Size', [boundTable(bounds), sizeTable]);
  console.log(boundTable(bounds));
  console.log(sizeTable);
}

export const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`;
