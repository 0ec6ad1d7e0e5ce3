import { Command } from 'commander';
import { take, toArray } from 'rxjs';
import type { HeygenTranslation } from '../../lib/index.js';
import { withJsonFlag } from '../flags/service-flags.js';
import { wholeNumber } from '../flags/whole-number.js';
import { heygenFor } from '../service/heygen-for.js';
import { jsonText } from '../text/json-text.js';
import { plainText } from '../text/plain-text.js';
import { tableLines } from '../text/table-lines.js';
import type { CommandContext } from './command-context.js';
import { examplesText } from './examples.js';
import { requestOnce } from './request-once.js';

interface ListFlags {
  readonly json?: boolean;
  readonly limit: number;
}

/** The longest page that HeyGen serves. */
const MAX_PAGE_SIZE = 100;

/** `list`: the account's translations, newest first. */
export const listCommand = ({ host, finish }: CommandContext): Command =>
  withJsonFlag(new Command('list'))
    .description('List the translations of the HeyGen account, newest first.')
    .option('--limit <count>', 'the maximum number to list', wholeNumber, 20)
    .addHelpText(
      'after',
      examplesText(['list --limit 5', 'list the five newest'], ['list --json', 'print JSON for scripts']),
    )
    .action(async ({ json, limit }: ListFlags) => {
      const translation$ = heygenFor(host).service.list(Math.min(limit, MAX_PAGE_SIZE));
      const print = (all: readonly HeygenTranslation[]): void => {
        const lines = json === true ? all.map(jsonText) : tableLines(all.map(cellsOf));
        host.stdout.write(lines.map(line => `${line}\n`).join(''));
      };
      finish(
        await requestOnce(translation$.pipe(take(limit), toArray()), host, { isJson: json === true, print }),
      );
    });

const cellsOf = ({
  jobId,
  status,
  createdAt,
  outputLanguage,
  title,
  failureMessage,
}: HeygenTranslation): readonly string[] => [
  jobId,
  status,
  createdAt === undefined ? '' : dateText(new Date(createdAt)),
  plainText(outputLanguage ?? ''),
  plainText([title, failureMessage].filter(part => part !== undefined).join(': ')),
];

/** `2026-11-26 22:31 UTC` */
const dateText = (date: Date): string => `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
