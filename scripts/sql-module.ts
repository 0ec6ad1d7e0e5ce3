import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The PostgreSQL engine's folder. */
const FOLDER = fileURLToPath(new URL('../lib/durable/engine/postgres/', import.meta.url));

/** The module that carries the engine's `.sql` files into the package: bundlers and browsers' tools need no loader for it, and nothing is read at run time. */
export function sqlModule(): string {
  const migrations = files('migrations').map(({ text }) => `  ${text},\n`);
  const statements = files('statements').map(({ name, text }) => `  ${camelCase(name)}: ${text},\n`);
  return [
    '// Written by `npm run build:sql` from the files in migrations/ and statements/.\n\n',
    '/** The migrations, in order. */\n',
    `export const MIGRATIONS: readonly string[] = [\n${migrations.join('')}];\n\n`,
    '/** The statements, by the names of their files. */\n',
    `export const STATEMENTS = {\n${statements.join('')}} as const;\n`,
  ].join('');
}

const files = (folder: string): readonly { name: string; text: string }[] =>
  readdirSync(`${FOLDER}${folder}`)
    .sort()
    .map(file => ({
      name: file.replace('.sql', ''),
      text: `\`${withoutComments(readFileSync(`${FOLDER}${folder}/${file}`, 'utf8')).replace(/[\\`]|\$\{/g, '\\$&')}\``,
    }));

/** Removes what PostgreSQL does not need: comments, indentation and empty lines are a quarter of the text. No string in these files contains `--`. */
const withoutComments = (sql: string): string =>
  sql
    .split('\n')
    .map(line => line.replace(/--.*/, '').trim())
    .filter(line => line !== '')
    .join('\n');

const camelCase = (name: string): string =>
  name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(`${FOLDER}sql.ts`, sqlModule());
