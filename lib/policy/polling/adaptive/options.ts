/** What is thought of durations before any job has finished: a lognormal distribution, held loosely. */
export interface Prior {
  /** Half of the jobs take longer: ms, greater than 0. */
  readonly medianMs: number;
  /** Standard deviation of the log durations, 0.02 to 3: 0.2 for jobs much alike, 0.5 for ordinary ones, 1.2 for a wild mix. */
  readonly sigma: number;
}

export interface AdaptiveOptions {
  /**
   * The one question: how much later, in ms, may a job be seen to have ended, if that saves one request? Greater than 0.
   *
   * 2 000 for someone who waits at a screen, 20 000 for a batch at night.
   */
  readonly pollCostMs: number;
  /**
   * No wait is shorter, in ms; at least 1.
   *
   * @default 10
   */
  readonly minIntervalMs?: number;
  /**
   * No wait is longer, in ms; at least `minIntervalMs`.
   *
   * @default 86_400_000, a day: a job of hours is best left alone for hours
   */
  readonly maxIntervalMs?: number;
  /**
   * What is thought of durations before any job has finished. Wrong by three times is forgiven at the first jobs.
   *
   * @default { medianMs: 520_000, sigma: 0.5 }, a fit to HeyGen's "most take 5 to 15 minutes"
   */
  readonly prior?: Prior;
  /** The key of jobs that come without one. By default they belong to no key. */
  readonly key?: string;
}

export type CheckedOptions = Required<Omit<AdaptiveOptions, 'key'>> & Pick<AdaptiveOptions, 'key'>;

export const DEFAULTS = Object.freeze({
  minIntervalMs: 10,
  maxIntervalMs: 86_400_000,
  prior: Object.freeze({ medianMs: 520_000, sigma: 0.5 }),
});

const LONGEST_KEY = 255;

const TASK = 'Cannot learn a schedule';

/** @throws TypeError for an unknown option, RangeError for a value out of bounds. */
export function checkOptions(options: AdaptiveOptions): CheckedOptions {
  onlyKnown(TASK, options, ['pollCostMs', 'minIntervalMs', 'maxIntervalMs', 'prior', 'key']);
  const {
    pollCostMs,
    minIntervalMs = DEFAULTS.minIntervalMs,
    maxIntervalMs = DEFAULTS.maxIntervalMs,
    prior = DEFAULTS.prior,
    key,
  } = options;
  onlyKnown(TASK, prior, ['medianMs', 'sigma'], 'prior');
  positive(TASK, 'pollCostMs', pollCostMs);
  atLeast(TASK, 'minIntervalMs', minIntervalMs, 1);
  atLeast(TASK, 'maxIntervalMs', maxIntervalMs, minIntervalMs, '`minIntervalMs`');
  positive(TASK, 'prior.medianMs', prior.medianMs);
  within(TASK, 'prior.sigma', prior.sigma, 0.02, 3);
  if (key !== undefined) checkKey(TASK, key);
  const { medianMs, sigma } = prior;
  return {
    pollCostMs,
    minIntervalMs,
    maxIntervalMs,
    prior: { medianMs, sigma },
    ...(key !== undefined && { key }),
  };
}

export function onlyKnown(
  task: string,
  value: unknown,
  known: readonly string[],
  path?: string,
): asserts value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TypeError(
      `${task}: ${path ? `\`${path}\`` : 'what was given'} must be an object, got ${shown(value)}`,
    );
  const stranger = Object.keys(value).find(name => !known.includes(name));
  if (stranger !== undefined)
    throw new TypeError(
      `${task}: unknown option \`${path ? `${path}.` : ''}${stranger}\`; known are ${known.join(', ')}`,
    );
}

export function positive(task: string, name: string, value: unknown): asserts value is number {
  if (!isFinite(value) || value <= 0) refuse(task, name, 'a finite number greater than 0', value);
}

export function atLeast(
  task: string,
  name: string,
  value: unknown,
  least: number,
  called?: string,
): asserts value is number {
  if (!isFinite(value) || value < least)
    refuse(task, name, `a finite number of at least ${called ? `${called}, ${least}` : least}`, value);
}

function within(
  task: string,
  name: string,
  value: unknown,
  least: number,
  most: number,
): asserts value is number {
  if (!isFinite(value) || value < least || value > most)
    refuse(task, name, `between ${least} and ${most}`, value);
}

export function checkKey(task: string, key: unknown): asserts key is string {
  if (typeof key !== 'string' || key === '' || key.length > LONGEST_KEY)
    refuse(task, 'key', `a string of 1 to ${LONGEST_KEY} characters`, key);
}

function isFinite(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function refuse(task: string, name: string, bound: string, value: unknown): never {
  throw new RangeError(`${task}: \`${name}\` must be ${bound}, got ${shown(value)}`);
}

function shown(value: unknown): string {
  if (typeof value === 'string')
    return value.length > 40 ? `a string of ${value.length} characters` : `'${value}'`;
  return typeof value === 'object' && value !== null
    ? Array.isArray(value)
      ? 'an array'
      : 'an object'
    : String(value);
}
