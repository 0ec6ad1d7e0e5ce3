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
    .description('Lists the languages that HeyGen translates into, by the names that --languages takes.')
    .addHelpText(
      'after',
      examplesText(['languages', 'one a line'], ['languages --json', 'JSON for a program']),
    )
    .action(async ({ json }: { readonly json?: boolean }) => {
      const print = (languages: readonly string[]): void => {
        for (const language of languages) {
          host.stdout.write(`${json === true ? jsonText({ language }) : plainText(language)}\n`);
        }
      };
      finish(await requestOnce(heygenFor(host).service.languages(), host, { isJson: json === true, print }));
    });
