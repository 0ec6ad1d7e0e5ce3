import type { ImportName, Size } from './measure-sizes.js';

/** A limit for what an import adds to an app: minified, gzipped, without rxjs and ky. */
export interface Budget {
  readonly name: string;
  readonly of: ImportName;
  /** What the app has already, and so does not count. */
  readonly beyond?: ImportName;
  /** KB, a little above what was measured last: lower it when the import has become smaller. */
  readonly atMost: number;
  /** KB, the aim. */
  readonly wanted: number;
}

const CLIENT = '{ TranslationClient }';

export const BUDGETS: readonly Budget[] = [
  { name: 'client', of: CLIENT, atMost: 31.9, wanted: 20 },
  { name: 'client and heygenApi', of: '{ TranslationClient, heygenApi }', atMost: 40.75, wanted: 28 },
  { name: 'an error and its guard', of: 'an error and its guard', atMost: 0.5, wanted: 1 },
  { name: 'browser', of: '* from heygen-rx/browser', atMost: 1, wanted: 1 },
  { name: 'webhooks', of: '* from heygen-rx/webhooks', atMost: 2.5, wanted: 2.5 },
  {
    name: 'durable client with PostgreSQL, beyond the client',
    of: '{ durableClient, postgresEngine }',
    beyond: CLIENT,
    atMost: 14.75,
    wanted: 12,
  },
  {
    name: 'durable client with SQLite, beyond the client',
    of: '{ durableClient, sqliteEngine }',
    beyond: CLIENT,
    atMost: 11,
    wanted: 12,
  },
  {
    name: 'durable worker with PostgreSQL',
    of: '{ DurableWorker, postgresEngine }',
    atMost: 27,
    wanted: 24,
  },
  {
    name: 'durable, beyond the client',
    of: '{ TranslationClient } and * from heygen-rx/durable',
    beyond: CLIENT,
    atMost: 28,
    wanted: 12,
  },
];

/** What an import with a budget was measured to add, in KB. */
export function kilobytesOf({ of, beyond }: Budget, sizes: ReadonlyMap<ImportName, Size>): number {
  const bytes = (name: ImportName): number => sizes.get(name)!.gzipped;
  return (bytes(of) - (beyond === undefined ? 0 : bytes(beyond))) / 1024;
}
