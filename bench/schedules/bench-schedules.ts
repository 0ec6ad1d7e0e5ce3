import { mkdirSync, writeFileSync } from 'node:fs';
import { measure } from './measure.js';
import { plots } from './plots/plots.js';
import { boundTable, report } from './report.js';

const RESULTS = new URL('../results/', import.meta.url);

/** Compares the schedules in virtual time, with seeded random numbers: two runs write the same bytes. */
export function benchSchedules(): void {
  const all = measure();
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(new URL('schedules.md', RESULTS), report(all));
  for (const [name, svg] of plots(all)) writeFileSync(new URL(`schedules-${name}.svg`, RESULTS), svg);
  console.log(boundTable(all));
}
