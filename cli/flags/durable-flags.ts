import { InvalidArgumentError, Option, type Command } from 'commander';

/** Where durable watches are stored, and whose they are. */
export interface DatabaseFlags {
  readonly databaseUrl?: string;
  readonly account?: string;
}

/** How a command that watches uses durable watches. */
export interface DurableFlags extends DatabaseFlags {
  readonly durable?: boolean;
}

const databaseUrlOption = (): Option =>
  new Option(
    '--database-url <url>',
    'postgres://... or sqlite:FILE (default: HEYGEN_RX_DATABASE_URL or DATABASE_URL from the environment)',
  );

const accountOption = (): Option =>
  new Option(
    '--account <name>',
    'the account whose workers poll the jobs; its workers share one rate limit (default: main)',
  ).argParser(accountName);

/** Adds `--database-url` and `--account`. */
export const withDatabaseFlags = (command: Command): Command =>
  command.optionsGroup('Database:').addOption(databaseUrlOption()).addOption(accountOption());

/** Adds `--durable`, which the other two imply. */
export const withDurableFlags = (command: Command): Command =>
  command
    .optionsGroup('Durable:')
    .addOption(
      new Option(
        '--durable',
        'store the watches in a database, where `heygen-rx worker` polls the jobs; with --base-url, only if the workers use that service',
      ),
    )
    .addOption(databaseUrlOption().implies({ durable: true }))
    .addOption(accountOption().implies({ durable: true }));

/** The arguments that make another command follow the same durable watches. */
export const durableArgs = ({ durable, databaseUrl, account }: DurableFlags): readonly string[] => [
  ...(durable === true ? ['--durable'] : []),
  ...(databaseUrl === undefined ? [] : ['--database-url', databaseUrl]),
  ...(account === undefined ? [] : ['--account', account]),
];

function accountName(text: string): string {
  const bytes = Buffer.byteLength(text);
  if (bytes >= 1 && bytes <= 200) return text;
  throw new InvalidArgumentError('It must have 1 to 200 bytes in UTF-8.');
}
