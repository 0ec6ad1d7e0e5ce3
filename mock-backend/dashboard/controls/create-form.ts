import type { PollingConfig, TranslationRequest } from 'heygen-rx';
import { byId, setText } from '../page/elements.js';
import type { PollMode } from '../jobs/clients.js';
import { counted } from '../counted.js';

/** The batch to create, and how to poll it. */
export interface NewBatch {
  /** `12 jobs, polled singly` */
  readonly title: string;
  readonly requests: readonly TranslationRequest[];
  readonly polls: PollMode;
  readonly polling: PollingConfig;
}

/** The values of the fields; an empty or unreadable one is NaN. */
export type Fields = Readonly<Record<string, number>>;

/**
 * The requests of a batch: each job has a random duration, and some will fail.
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
  if (!(from >= 0 && from <= 3600)) refuse('Duration from', 'from 0 to 3600 s', from);
  if (!(to >= from && to <= 3600)) refuse('Duration to', `from ${from} to 3600 s`, to);
  // The number of failing jobs is exact; which ones fail is random.
  const failures = Math.round((count * failing) / 100);
  const jobs = Array.from({ length: count }, (_, place) => ({
    fails: place < failures,
    order: random(),
  })).sort((one, other) => one.order - other.order);
  return jobs.map(({ fails }) => ({
    processingMs: Math.round((from + random() * (to - from)) * 1000),
    outcome: fails ? 'error' : 'completed',
  }));
};

/** Calls `create` when the form is submitted; bad input is explained beside the button. */
export const createForm = (create: (batch: NewBatch) => void): void => {
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
      const requests = requestsOf(fields, Math.random);
      const polls = new FormData(form).get('polls') === 'bulk' ? 'bulk' : 'singly';
      create({
        title: titleOf(requests.length, polls),
        requests,
        polls,
        polling: Object.fromEntries(schedule.map(name => [name, fields[name]])),
      });
    } catch (error) {
      // For a bad schedule, this is the library's own sentence.
      setText(problem, (error as Error).message);
    }
  });
};

const schedule = ['initialIntervalMs', 'maxIntervalMs', 'multiplier', 'jitterFactor'];

const titleOf = (count: number, polls: PollMode): string =>
  `${counted(count, 'job')}, polled ${polls === 'bulk' ? 'in bulk' : 'singly'}`;
