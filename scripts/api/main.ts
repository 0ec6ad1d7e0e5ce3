/**
 * `npm run api` writes what each entry exports, without comments, to `api/`. `npm run check:api` fails if that differs from what was
 * committed: then look at the difference, and commit it if it is meant. Both read the declarations in `dist`.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
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
if (process.exitCode === 1) console.log('\nWhat is exported has changed. If that is meant: `npm run api`, and commit api/.');
