import { expect } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { sqlModule } from '../../../../scripts/sql-module.js';

it('the SQL in the package is that of the .sql files: `npm run build:sql` writes it', () => {
  const module = new URL('../../../../lib/durable/engine/postgres/sql.ts', import.meta.url);
  expect(readFileSync(module, 'utf8')).toBe(sqlModule());
});
