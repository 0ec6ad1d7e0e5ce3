import {
  above,
  anything,
  atLeast,
  atLeastOption,
  between,
  checkNames,
  checkOptions,
  checkRequired,
  type CheckTable,
} from '../../../model/checks.js';
import { ADAPTIVE_DEFAULTS } from './defaults.js';
import { aKey } from './check-job.js';

/** The distribution of durations assumed before any job has finished: lognormal, and quickly corrected by the first jobs. */
export interface Prior {
  /** The median duration, in ms; more than 0. */
  readonly medianMs: number;
  /** Standard deviation of the log durations, 0.02 to 3: 0.2 if durations are similar, usually 0.5, 1.2 if they vary widely. */
  readonly sigma: number;
}

/** Options of `adaptive`. */
export interface AdaptiveOptions {
  /**
   * The delay, in ms, that is as bad as one more request; more than 0. For example, 2 000 if someone is waiting, and 20 000 for an overnight batch.
   */
  readonly pollCostMs: number;
  /**
   * The shortest interval, in ms; at least 1.
   *
   * @default 10
   */
  readonly minIntervalMs?: number;
  /**
   * The longest interval, in ms; at least `minIntervalMs`.
   *
   * @default 86_400_000, a day, so that jobs that take hours need not be polled for hours
   */
  readonly maxIntervalMs?: number;
  /**
   * The durations assumed before any job has finished. The first jobs correct a median that is wrong by a factor of three.
   *
   * @default { medianMs: 520_000, sigma: 0.5 }, a fit to HeyGen's "most take 5 to 15 minutes"
   */
  readonly prior?: Prior;
  /** The key of jobs without one, 1 to 255 characters. By default they have none. */
  readonly key?: string;
}

/** The options with every default filled in. */
export type CheckedOptions = Required<Omit<AdaptiveOptions, 'key'>> & Pick<AdaptiveOptions, 'key'>;

const OPTIONS = ['pollCostMs', 'minIntervalMs', 'maxIntervalMs', 'prior', 'key'] as const;
const PRIOR: CheckTable<Prior> = { medianMs: above(0), sigma: between(0.02, 3) };

/** @throws RangeError or TypeError naming the option, its bound and the value. */
export function checkAdaptiveOptions(options: AdaptiveOptions): CheckedOptions {
  const doing = 'create an adaptive schedule';
  checkNames(doing, options, OPTIONS);
  checkRequired(doing, options, ['pollCostMs']);
  const {
    pollCostMs,
    minIntervalMs = ADAPTIVE_DEFAULTS.minIntervalMs,
    maxIntervalMs = ADAPTIVE_DEFAULTS.maxIntervalMs,
    prior = ADAPTIVE_DEFAULTS.prior,
    key,
  } = options;
  const { medianMs, sigma } = checkOptions(`${doing} with this prior`, prior, PRIOR);
  checkRequired(`${doing} with this prior`, prior, ['medianMs', 'sigma']);
  return checkOptions(
    doing,
    {
      pollCostMs,
      minIntervalMs,
      maxIntervalMs,
      prior: { medianMs, sigma },
      ...(key !== undefined && { key }),
    },
    {
      pollCostMs: above(0),
      minIntervalMs: atLeast(1),
      maxIntervalMs: atLeastOption('minIntervalMs', minIntervalMs),
      prior: anything,
      key: aKey,
    },
  );
}
