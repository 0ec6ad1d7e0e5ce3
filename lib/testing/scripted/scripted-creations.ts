import { NetworkError, ServerError, type TranslationError } from '../../model/errors.js';
import type { JobId } from '../../model/job.js';
import { languagesOf, type TranslationRequest } from '../../model/request.js';
import { failureOf, type ScriptedValues } from './scripted-responses.js';
import type { ScriptedJobs } from './scripted-jobs.js';

interface ScriptedCreationsOptions {
  readonly creates?: string;
  readonly values?: ScriptedValues;
}

/** How one create ends: its error, and whether its jobs were created. */
interface Outcome {
  readonly error?: TranslationError | undefined;
  readonly made: boolean;
}

const lost = () => new NetworkError('Connection reset', { code: 'ECONNRESET' });

const inProgress = () =>
  new ServerError('A create with this key is in progress', { status: 409, code: 'request_in_progress' });

function outcomeOf(letter: string, values: ScriptedValues): Outcome {
  if (letter === '.') return { made: true };
  if (letter === 'L') return { made: true, error: lost() };
  const error = letter === 'P' ? inProgress() : failureOf(letter, values);
  if (error !== undefined) return { made: false, error };
  throw new Error(
    `Cannot script creates: \`${letter}\` is not a known letter; known are . L P N S R A G and errors of \`values\``,
  );
}

/** Creates in the order of a script. The same key always gets the same jobs. */
export class ScriptedCreations {
  readonly #outcomes: Outcome[];
  readonly #made = new Map<string, readonly JobId[]>();

  constructor(
    { creates = '', values = {} }: ScriptedCreationsOptions,
    private readonly jobs: ScriptedJobs,
  ) {
    this.#outcomes = Array.from(creates.replaceAll(' ', ''), letter => outcomeOf(letter, values));
  }

  /** Carries out the next create: adds the jobs that it created to `jobIds`, and returns them or its error. */
  next(request: TranslationRequest, key: string, jobIds: JobId[]): readonly JobId[] | TranslationError {
    const { error, made } = this.#outcomes.shift() ?? { made: true };
    if (made) jobIds.push(...this.#jobsOf(request, key));
    return error ?? jobIds;
  }

  #jobsOf(request: TranslationRequest, key: string): readonly JobId[] {
    const jobIds = this.#made.get(key) ?? this.jobs.create(Math.max(1, languagesOf(request).length));
    this.#made.set(key, jobIds);
    return jobIds;
  }
}
