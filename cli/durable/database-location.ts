import { UsageError } from '../errors/usage-error.js';
import type { DatabaseFlags } from '../flags/durable-flags.js';
import type { Host } from '../host.js';
import { hidePassword } from '../text/hide-password.js';

/** Where durable watches are stored. `shown` has no password. */
export type DatabaseLocation =
  | { readonly type: 'postgres'; readonly url: string; readonly shown: string }
  | { readonly type: 'sqlite'; readonly file: string; readonly shown: string };

/**
 * The database that the flags name, or else the environment. Messages never show the URL unchanged, because it may contain a password.
 *
 * @throws {UsageError}
 */
export function databaseLocation({ databaseUrl }: DatabaseFlags, env: Host['env']): DatabaseLocation {
  const given: readonly (readonly [source: string, address: string | undefined])[] = [
    ['--database-url', databaseUrl],
    ['HEYGEN_RX_DATABASE_URL', env.HEYGEN_RX_DATABASE_URL],
    ['DATABASE_URL', env.DATABASE_URL],
  ];
  const [source, address = ''] = given.find(([, each = '']) => each !== '') ?? [];
  if (source === undefined) {
    throw new UsageError(
      'Cannot open the database: set --database-url, or HEYGEN_RX_DATABASE_URL in the environment',
    );
  }
  if (/^postgres(ql)?:\/\//i.test(address) && isParsable(address)) {
    return { type: 'postgres', url: address, shown: hidePassword(address) };
  }
  const [, file = ''] = /^(?:sqlite|file):(?:\/\/)?(.*)$/i.exec(address) ?? [];
  if (file !== '' && !file.startsWith(':')) return { type: 'sqlite', file, shown: file };
  throw new UsageError(
    `Cannot open the database: ${source} must be postgres://user@host/name or sqlite:FILE (its value is not shown)`,
  );
}

/** `pg` also takes a URL without a host: `postgres://user@/name?host=/run/postgresql`. */
const isParsable = (address: string): boolean =>
  URL.canParse(address) || URL.canParse(address.replace('@/', '@host/'));
