import { Command } from 'commander';
import type { JobId } from '../../lib/index.js';
import { orUsageError } from '../errors/usage-error.js';
import { withJsonFlag } from '../flags/service-flags.js';
import { checkAccess } from '../service/client-for.js';
import { heygenDraft } from '../service/heygen-for.js';
import { jsonText } from '../text/json-text.js';
import { plainText } from '../text/plain-text.js';
import type { CommandContext } from './command-context.js';
import { examplesText } from './examples.js';
import { requestOnce } from './request-once.js';

interface UpdateFlags {
  readonly json?: boolean;
  readonly title: string;
}

/** `update`: changes the title of a translation. */
export const updateCommand = ({ host, finish }: CommandContext): Command =>
  withJsonFlag(new Command('update'))
    .description('Change the title of a translation on HeyGen.')
    .argument('<id>', 'its job id')
    .requiredOption('--title <text>', 'the new title')
    .addHelpText(
      'after',
      examplesText(['update JOB_ID --title "Talk, French"', 'give it a recognisable title']),
    )
    .action(async (jobId: JobId, { title, json }: UpdateFlags) => {
      const updated$ = orUsageError(() => heygenDraft(host).service.rename(jobId, title));
      checkAccess({}, host);
      const print = (translation: object): void => {
        const text = json === true ? jsonText(translation) : plainText(`Renamed ${jobId} to "${title}".`);
        host.stdout.write(`${text}\n`);
      };
      finish(await requestOnce(updated$, host, { isJson: json === true, print }));
    });
