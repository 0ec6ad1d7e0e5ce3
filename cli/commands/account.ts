import { Command } from 'commander';
import type { HeygenAccount, HeygenBilling, HeygenCredits } from '../../lib/index.js';
import { withJsonFlag } from '../flags/service-flags.js';
import { heygenFor } from '../service/heygen-for.js';
import { jsonText } from '../text/json-text.js';
import { plainText } from '../text/plain-text.js';
import type { CommandContext } from './command-context.js';
import { examplesText } from './examples.js';
import { requestOnce } from './request-once.js';

/** `account`: the owner of the key, and the balance. */
export const accountCommand = ({ host, finish }: CommandContext): Command =>
  withJsonFlag(new Command('account'))
    .description('Show the HeyGen account that the key belongs to, and its balance.')
    .addHelpText(
      'after',
      examplesText(['account', 'show name and balance'], ['account --json', 'print JSON for scripts']),
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

/** HeyGen leaves out what it does not count, and so does this. */
function billingText(billing: HeygenBilling): string {
  switch (billing.type) {
    case 'wallet': {
      const { currency = '', remainingBalance } = billing;
      const unit = currency.toLowerCase() === 'usd' ? 'USD' : currency;
      if (remainingBalance === undefined) return 'prepaid, balance unknown';
      return `prepaid, ${[remainingBalance, unit].filter(part => part !== '').join(' ')} left`;
    }
    case 'subscription':
      return [
        `plan ${billing.plan ?? 'unknown'}`,
        ...creditsText('premium', billing.premiumCredits),
        ...creditsText('add-on', billing.addOnCredits),
      ].join(', ');
    case 'usage_based':
      return ['billed by usage', ...includedText(billing), ...spentText(billing)].join(', ');
  }
}

function creditsText(kind: string, { remaining, resetsAt }: HeygenCredits = {}): readonly string[] {
  if (remaining === undefined) return [];
  return [`${remaining} ${kind} credits left${resetsAt === undefined ? '' : ` until ${resetsAt}`}`];
}

type UsageBased = Extract<HeygenBilling, { type: 'usage_based' }>;

function includedText({ remainingCredits, includedCredits }: UsageBased): readonly string[] {
  if (remainingCredits === undefined) return [];
  return [
    includedCredits === undefined
      ? `${remainingCredits} credits left`
      : `${remainingCredits} of ${includedCredits} included credits left`,
  ];
}

function spentText({ spentUsd, spendingCapUsd }: UsageBased): readonly string[] {
  if (spentUsd === undefined) return [];
  return [`${spentUsd} USD${spendingCapUsd === undefined ? '' : ` of at most ${spendingCapUsd}`} spent`];
}
