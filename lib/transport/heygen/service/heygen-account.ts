import type { HttpResponse } from '../../http/http-response.js';
import { field, numberField, textField } from '../../json-fields.js';
import { present } from '../../../model/present.js';
import { dataOf } from '../heygen-data.js';

/** Credits of one kind. */
export interface HeygenCredits {
  /** Remaining credits. */
  readonly remaining?: number;
  /** When they are renewed, in HeyGen's format. */
  readonly resetsAt?: string;
}

/** How an account pays: prepaid, by a subscription, or afterwards. */
export type HeygenBilling =
  | {
      readonly type: 'wallet';
      /** `usd` or `credits`. */
      readonly currency?: string;
      /** The remaining balance, in `currency`. */
      readonly remainingBalance?: number;
    }
  | {
      readonly type: 'subscription';
      /** The plan, in HeyGen's own words. */
      readonly plan?: string;
      /** Credits of the plan. */
      readonly premiumCredits?: HeygenCredits;
      /** Credits bought in addition. */
      readonly addOnCredits?: HeygenCredits;
    }
  | {
      readonly type: 'usage_based';
      /** Credits that the contract includes. */
      readonly includedCredits?: number;
      /** The remaining ones of these. */
      readonly remainingCredits?: number;
      /** The amount spent in this period, in USD. */
      readonly spentUsd?: number;
      /** The most that may be spent in a period, in USD. */
      readonly spendingCapUsd?: number;
    };

/** The account of a key, as `GET /v3/users/me` shows it. Fields that HeyGen leaves out are absent. */
export interface HeygenAccount {
  /** The account's name. */
  readonly username?: string;
  /** The owner's email address. */
  readonly email?: string;
  /** The owner's first name. */
  readonly firstName?: string;
  /** The owner's last name. */
  readonly lastName?: string;
  /** Absent if HeyGen names none, or one that is not known here. */
  readonly billing?: HeygenBilling;
}

/** Reads an account. */
export function readAccount(response: HttpResponse): HeygenAccount {
  const data = dataOf(response);
  return present({
    username: textField(data, 'username'),
    email: textField(data, 'email'),
    firstName: textField(data, 'first_name'),
    lastName: textField(data, 'last_name'),
    billing: billingIn(data),
  });
}

function billingIn(data: unknown): HeygenBilling | undefined {
  const type = textField(data, 'billing_type');
  switch (type) {
    case 'wallet': {
      const wallet = field(data, 'wallet');
      return present({
        type,
        currency: textField(wallet, 'currency'),
        remainingBalance: numberField(wallet, 'remaining_balance'),
      });
    }
    case 'subscription': {
      const subscription = field(data, 'subscription');
      const credits = field(subscription, 'credits');
      return present({
        type,
        plan: textField(subscription, 'plan'),
        premiumCredits: creditsIn(field(credits, 'premium_credits')),
        addOnCredits: creditsIn(field(credits, 'add_on_credits')),
      });
    }
    case 'usage_based': {
      const usage = field(data, 'usage_based');
      return present({
        type,
        includedCredits: numberField(usage, 'included_credits'),
        remainingCredits: numberField(usage, 'remaining_credits'),
        spentUsd: numberField(usage, 'spending_current_usd'),
        spendingCapUsd: numberField(usage, 'spending_cap_usd'),
      });
    }
    default:
      return undefined;
  }
}

const creditsIn = (credits: unknown): HeygenCredits | undefined =>
  credits === undefined
    ? undefined
    : present({ remaining: numberField(credits, 'remaining'), resetsAt: textField(credits, 'resets_at') });
