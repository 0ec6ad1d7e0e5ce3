/**
 * `npm run api` writes what each entry exports, without comments, to `api/`, and deletes the files of entries that no longer exist.
 * `npm run check:api` fails if `api/` differs from what was committed: then look at the difference, and commit it if it is meant. Both read the declarations in `dist`.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { typesOfEntries } from '../build/manifest.js';
import { reportsOn } from './report.js';

const isWriting = process.argv.includes('--write');
const fileOf = (entry: string): string => `api/${entry.replace(/^\./, 'heygen-rx').replace('/', '-')}.md`;

mkdirSync('api', { recursive: true });
for (const [index, report] of reportsOn(typesOfEntries).entries()) {
  const [entry = ''] = typesOfEntries[index] ?? [];
  const file = fileOf(entry);
  const isSame = existsSync(file) && readFileSync(file, 'utf8') === report;
  if (isWriting) writeFileSync(file, report);
  else if (!isSame) process.exitCode = 1;
  console.log(`${isSame ? 'same    ' : isWriting ? 'written ' : 'DIFFERS '}  ${file}`);
}
const current = new Set(typesOfEntries.map(([entry]) => fileOf(entry)));
for (const file of readdirSync('api').map(name => `api/${name}`)) {
  if (current.has(file)) continue;
  if (isWriting) rmSync(file);
  else process.exitCode = 1;
  console.log(`${isWriting ? 'deleted ' : 'STALE   '}  ${file}`);
}
if (process.exitCode === 1) console.log('\nWhat is exported has changed. If that is meant: `npm run api`, and commit api/.');
