import { Command } from 'commander';
import { ask } from './request-once.js';
import type { Context } from './context.js';
import { heygenFor, withJsonFlag } from '../service/client-for.js';
import { harmless } from '../text/words.js';

/** `languages`: by the names that `--languages` takes. */
export const languagesCommand = ({ world, end }: Context): Command =>
  withJsonFlag(new Command('languages'))
    .description('Lists the languages that HeyGen translates into, by the names that --languages takes.')
    .action(async ({ json }: { readonly json?: boolean }) => {
      const print = (languages: readonly string[]): void => {
        for (const language of languages) {
          world.stdout.write(`${json === true ? JSON.stringify({ language }) : harmless(language)}\n`);
        }
      };
      end(await ask(heygenFor(world).service.languages(), world, print));
    });
