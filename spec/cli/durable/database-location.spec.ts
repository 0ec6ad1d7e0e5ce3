import { expect, it } from '@jest/globals';
import { databaseLocation } from '../../../cli/durable/database-location.js';

const postgres = (url: string, shown = url) => ({ type: 'postgres', url, shown });
const sqlite = (file: string) => ({ type: 'sqlite', file, shown: file });

it.each([
  [
    'postgres://me:secret@host:5432/jobs',
    postgres('postgres://me:secret@host:5432/jobs', 'postgres://me@host:5432/jobs'),
  ],
  ['postgresql://host/jobs', postgres('postgresql://host/jobs')],
  [
    'postgres://me:secret@/jobs?host=/run',
    postgres('postgres://me:secret@/jobs?host=/run', 'postgres://me@/jobs?host=/run'),
  ],
  [
    'postgres://host/jobs?password=secret',
    postgres('postgres://host/jobs?password=secret', 'postgres://host/jobs?password='),
  ],
  ['sqlite:jobs.db', sqlite('jobs.db')],
  ['sqlite:///var/jobs.db', sqlite('/var/jobs.db')],
  ['file:jobs.db', sqlite('jobs.db')],
])('reads %s', (databaseUrl, location) => {
  expect(databaseLocation({ databaseUrl }, {})).toEqual(location);
});

it.each([
  'mysql://me:secret@host/jobs',
  'postgres://me:sec/ret@host/jobs',
  'secret',
  'sqlite:',
  'sqlite::memory:',
])('refuses %s without showing it', databaseUrl => {
  expect(() => databaseLocation({ databaseUrl }, {})).toThrow(
    'Cannot open the database: --database-url must be postgres://user@host/name or sqlite:FILE (its value is not shown)',
  );
});

it('takes the flag, then HEYGEN_RX_DATABASE_URL, then DATABASE_URL', () => {
  const env = { HEYGEN_RX_DATABASE_URL: 'sqlite:second', DATABASE_URL: 'sqlite:third' };
  expect(databaseLocation({ databaseUrl: 'sqlite:first' }, env)).toEqual(sqlite('first'));
  expect(databaseLocation({}, env)).toEqual(sqlite('second'));
  expect(databaseLocation({}, { ...env, HEYGEN_RX_DATABASE_URL: '' })).toEqual(sqlite('third'));
  expect(() => databaseLocation({}, {})).toThrow('set --database-url, or HEYGEN_RX_DATABASE_URL');
});
