import { Command } from 'commander';
import { take, toArray } from 'rxjs';
import type { HeygenTranslation } from '../../lib/index.js';
import { ask } from './request-once.js';
import type { Context } from './context.js';
import { heygenFor, withJsonFlag } from '../service/client-for.js';
import { columns, harmless } from '../text/words.js';
import { wholeNumber } from '../flags/whole-number.js';

interface ListFlags {
  readonly json?: boolean;
  readonly limit: number;
}

/** HeyGen's longest page. */
const MOST_A_PAGE = 100;

/** `list`: the account's translations, the newest first. */
export const listCommand = ({ world, end }: Context): Command =>
  withJsonFlag(new Command('list'))
    .description('Lists the translations of the HeyGen account, the newest first.')
    .option('--limit <count>', 'how many at most', wholeNumber, 20)
    .action(async ({ json, limit }: ListFlags) => {
      const translation$ = heygenFor(world).service.list(Math.min(limit, MOST_A_PAGE));
      const print = (all: readonly HeygenTranslation[]): void => {
        const lines =
          json === true ? all.map(each => JSON.stringify(each)) : columns(all.map(rowOf)).map(harmless);
        world.stdout.write(lines.map(line => `${line}\n`).join(''));
      };
      end(await ask(translation$.pipe(take(limit), toArray()), world, print));
    });

const rowOf = ({ jobId, status, createdAt, outputLanguage, title, failureMessage }: HeygenTranslation) => [
  jobId,
  status,
  createdAt === undefined ? '' : `${new Date(createdAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`,
  outputLanguage ?? '',
  [title, failureMessage].filter(part => part !== undefined).join(': '),
];
