import type { SchedulerLike } from 'rxjs';
import { shown } from '../../model/checks.js';
import { isTranslationError, RequestError, type TranslationError } from '../../model/errors.js';
import type { JobId } from '../../model/job.js';
import type { StatusReport } from '../../transport/transport.js';
import { responseOf, isScriptable, notFound, type ScriptedValues } from './scripted-responses.js';
import { StatusScript } from './status-script.js';

interface ScriptedJobsOptions {
  readonly jobs?: Readonly<Record<JobId, string>>;
  readonly everyJob?: string;
  readonly values?: ScriptedValues;
  readonly ages?: boolean;
}

/** The jobs of a script, and the current status of each. */
export class ScriptedJobs {
  readonly #scripts: ReadonlyMap<JobId, StatusScript>;
  readonly #everyJob: StatusScript | undefined;
  readonly #values: ScriptedValues;
  readonly #ages: boolean;
  readonly #startedAt: number;
  readonly #createdAt = new Map<JobId, number>();

  constructor(
    { jobs = {}, everyJob, values = {}, ages = false }: ScriptedJobsOptions,
    private readonly scheduler: SchedulerLike,
  ) {
    this.#values = values;
    const word = Object.keys(values).find(name => !/^.$/u.test(name));
    if (word !== undefined) throw new Error(`Cannot script values: \`${word}\` must be a single letter`);
    this.#ages = ages;
    this.#startedAt = scheduler.now();
    this.#scripts = new Map(
      Object.entries(jobs).map(([jobId, script]) => [jobId, this.#read(`job "${jobId}"`, script)]),
    );
    this.#everyJob = everyJob === undefined ? undefined : this.#read('every job', everyJob);
  }

  #read(whose: string, script: string): StatusScript {
    if (typeof script !== 'string')
      throw new TypeError(`Cannot script ${whose}: its script must be a string, got ${shown(script)}`);
    const read = new StatusScript(script);
    const unknown = read.letters.find(letter => !isScriptable(letter, this.#values));
    if (unknown === undefined) return read;
    throw new Error(
      `Cannot script ${whose}: \`${unknown}\` in '${script}' is not a known letter; known are p r c e x u 0-9, ` +
        'the failures N S R A G, and what `values` gives a status',
    );
  }

  /** Creates the next jobs of the script, in the order in which they are written. */
  create(count: number): readonly JobId[] {
    return Array.from({ length: count }, () => {
      const jobId = this.#nextId();
      this.#createdAt.set(jobId, this.scheduler.now());
      return jobId;
    });
  }

  #nextId(): JobId {
    const scripted = [...this.#scripts.keys()].find(jobId => !this.#createdAt.has(jobId));
    if (scripted !== undefined) return scripted;
    if (this.#everyJob !== undefined) return `job-${this.#createdAt.size + 1}`;
    throw new Error(
      `Cannot create: all ${this.#scripts.size} jobs of \`jobs\` exist; \`everyJob\` scripts the rest`,
    );
  }

  poll(jobId: JobId): readonly StatusReport[] | TranslationError {
    const response = this.#responseTo(jobId);
    if (isTranslationError(response)) return response;
    return response.status === 'not_found' ? notFound(jobId) : [response];
  }

  pollAll(jobIds: readonly JobId[]): readonly (readonly StatusReport[])[] | TranslationError {
    const responses = jobIds.map(jobId => this.#responseTo(jobId));
    const isReport = (response: StatusReport | TranslationError): response is StatusReport =>
      !isTranslationError(response);
    return responses.find(isTranslationError) ?? [responses.filter(isReport)];
  }

  #responseTo(jobId: JobId): StatusReport | TranslationError {
    const script = this.#scripts.get(jobId) ?? this.#everyJob;
    if (script === undefined) return responseOf('x', jobId, {});
    const ageMs = this.scheduler.now() - (this.#createdAt.get(jobId) ?? this.#startedAt);
    if (ageMs < 0) {
      // A refusal ends the watch at once. The client would retry after an exception until the deadline, and the test would show a timeout.
      return new RequestError('Cannot poll: this transport was created outside the marble test that uses it');
    }
    const response = responseOf(script.at(ageMs) ?? 'p', jobId, this.#values);
    return this.#ages && !isTranslationError(response) ? { ageMs, ...response } : response;
  }
}
