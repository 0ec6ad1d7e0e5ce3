import type { PollingConfig, TranslationRequest } from 'heygen-rx';
import { byId, setText } from '../page/elements.js';
import type { Polls } from '../jobs/clients.js';

/** What the form asks for. */
export interface Wish {
  readonly requests: readonly TranslationRequest[];
  readonly polls: Polls;
  readonly polling: PollingConfig;
}

/** What the fields hold; an empty or unreadable one is NaN. */
export type Fields = Readonly<Record<string, number>>;

/**
 * Makes the requests of a batch: so many jobs, each with a duration of its own, a share of which will fail.
 *
 * @throws RangeError naming the field, its bound and the value
 */
export const requestsOf = (
  { count = NaN, failing = NaN, from = NaN, to = NaN }: Fields,
  random: () => number,
): readonly TranslationRequest[] => {
  const refuse = (field: string, bound: string, got: number): never => {
    throw new RangeError(
      `Cannot create jobs: “${field}” must be ${bound}, got ${Number.isNaN(got) ? 'nothing' : got}`,
    );
  };
  if (!Number.isInteger(count) || count < 1 || count > 2000)
    refuse('Jobs', 'a whole number from 1 to 2000', count);
  if (!(failing >= 0 && failing <= 100)) refuse('Failing', 'from 0 to 100 %', failing);
  if (!(from >= 0 && from <= 3600)) refuse('From', 'from 0 to 3600 s', from);
  if (!(to >= from && to <= 3600)) refuse('To', `from ${from} to 3600 s`, to);
  // A share of ten jobs is a number of them, whatever the dice say; which ones, the dice say.
  const failures = Math.round((count * failing) / 100);
  const fates = Array.from({ length: count }, (_, place) => ({
    fails: place < failures,
    luck: random(),
  })).sort((one, other) => one.luck - other.luck);
  return fates.map(({ fails }) => ({
    processingMs: Math.round((from + random() * (to - from)) * 1000),
    outcome: fails ? 'error' : 'completed',
  }));
};

/** Calls `create` with what the form asks for; what cannot be done is said beside the button. */
export const createForm = (create: (wish: Wish) => void): void => {
  const form = byId('create', HTMLFormElement);
  const problem = byId('create-problem', HTMLElement);
  form.addEventListener('submit', event => {
    event.preventDefault();
    setText(problem, '');
    const fields = Object.fromEntries(
      [...form.querySelectorAll<HTMLInputElement>('input[type=number]')].map(({ name, valueAsNumber }) => [
        name,
        valueAsNumber,
      ]),
    );
    try {
      create({
        requests: requestsOf(fields, Math.random),
        polls: new FormData(form).get('polls') === 'bulk' ? 'bulk' : 'singly',
        polling: Object.fromEntries(schedule.map(name => [name, fields[name]])),
      });
    } catch (error) {
      // The library's own sentence, where it is the schedule that it refuses.
      setText(problem, (error as Error).message);
    }
  });
};

const schedule = ['initialIntervalMs', 'maxIntervalMs', 'multiplier', 'jitterFactor'];
