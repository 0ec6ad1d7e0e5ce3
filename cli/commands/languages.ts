import { Command } from 'commander';
import { withJsonFlag } from '../flags/service-flags.js';
import { heygenFor } from '../service/heygen-for.js';
import { jsonText } from '../text/json-text.js';
import { plainText } from '../text/plain-text.js';
import type { CommandContext } from './command-context.js';
import { examplesText } from './examples.js';
import { requestOnce } from './request-once.js';

/** `languages`: lists the names that `--languages` takes. */
export const languagesCommand = ({ host, finish }: CommandContext): Command =>
  withJsonFlag(new Command('languages'))
    .description('List the languages that HeyGen translates into, as --languages takes them.')
    .addHelpText(
      'after',
      examplesText(['languages', 'print one per line'], ['languages --json', 'print JSON for scripts']),
    )
    .action(async ({ json }: { readonly json?: boolean }) => {
      const print = (languages: readonly string[]): void => {
        for (const language of languages) {
          host.stdout.write(`${json === true ? jsonText({ language }) : plainText(language)}\n`);
        }
      };
      finish(await requestOnce(heygenFor(host).service.languages(), host, { isJson: json === true, print }));
    });
