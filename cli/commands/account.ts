import { Command } from 'commander';
import type { HeygenAccount, HeygenBilling, HeygenCredits } from '../../lib/index.js';
import { withJsonFlag } from '../flags/service-flags.js';
import { heygenFor } from '../service/heygen-for.js';
import { jsonText } from '../text/json-text.js';
import { plainText } from '../text/plain-text.js';
import type { CommandContext } from './command-context.js';
import { examplesText } from './examples.js';
import { requestOnce } from './request-once.js';

/** `account`: whose key it is, and what is left of the balance. */
export const accountCommand = ({ host, finish }: CommandContext): Command =>
  withJsonFlag(new Command('account'))
    .description('Prints the HeyGen account of the key, and what is left of its balance.')
    .addHelpText(
      'after',
      examplesText(['account', 'name and balance'], ['account --json', 'JSON for a program']),
    )
    .action(async ({ json }: { readonly json?: boolean }) => {
      const print = (account: HeygenAccount): void => {
        const lines = json === true ? [jsonText(account)] : linesFor(account).map(plainText);
        host.stdout.write(lines.map(line => `${line}\n`).join(''));
      };
      finish(await requestOnce(heygenFor(host).service.account(), host, { isJson: json === true, print }));
    });

function linesFor({ username, email, firstName, lastName, billing }: HeygenAccount): readonly string[] {
  const name = [firstName, lastName].filter(part => part !== undefined).join(' ');
  const who = [name === '' ? username : name, email].filter(part => part !== undefined);
  return [who.join(', '), billing === undefined ? 'balance unknown' : billingText(billing)].filter(
    line => line !== '',
  );
}

function billingText(billing: HeygenBilling): string {
  switch (billing.type) {
    case 'wallet': {
      const { currency = '', remainingBalance } = billing;
      return `prepaid, ${known(remainingBalance)} ${currency.toUpperCase() === 'USD' ? 'USD' : currency} left`;
    }
    case 'subscription':
      return [
        `plan ${billing.plan ?? 'unknown'}`,
        ...creditsText('premium', billing.premiumCredits),
        ...creditsText('add-on', billing.addOnCredits),
      ].join(', ');
    case 'usage_based': {
      const { remainingCredits, includedCredits, spentUsd, spendingCapUsd } = billing;
      const cap = spendingCapUsd === undefined ? '' : ` of at most ${spendingCapUsd}`;
      return `${known(remainingCredits)} of ${known(includedCredits)} included credits left, ${known(spentUsd)} USD${cap} spent`;
    }
  }
}

const creditsText = (kind: string, credits: HeygenCredits | undefined): readonly string[] => {
  if (credits === undefined) return [];
  const reset = credits.resetsAt === undefined ? '' : ` until ${credits.resetsAt}`;
  return [`${known(credits.remaining)} ${kind} credits left${reset}`];
};

/** HeyGen leaves out what it does not count. */
const known = (amount: number | undefined): string =>
  amount === undefined ? 'an unknown number of' : String(amount);
