import type { TranslationBody } from '../requests/heygen-bodies.js';
import { languages } from '../requests/languages.js';
import type { Job, NewJob } from '../../jobs/job.js';
import type { JobStore } from '../../jobs/job-store.js';
import { drawDuration, type Duration } from '../../values/duration.js';
import { seededRandom } from '../../values/random.js';

/** A job of HeyGen's API, with the fields that only this API has. */
export interface Translation {
  readonly job: Job;
  /** Its place in the order of creation. */
  readonly place: number;
  readonly body: Omit<TranslationBody, 'output_languages'>;
  readonly outputLanguage: string;
  readonly title: string | null;
  /** The length of its video. */
  readonly videoSeconds: number;
  /** How long after its end its files still have no URL. */
  readonly addressLagMs: number;
}

export interface TranslationStoreOptions {
  readonly jobs: JobStore;
  readonly videoMs: Duration;
  readonly addressLagMs: Duration;
  readonly seed: number;
}

/** The translations of a backend. The jobs themselves are in the job store: deleted there, they are gone here. */
export class TranslationStore {
  readonly #jobs: JobStore;
  readonly #options: TranslationStoreOptions;
  readonly #details = new Map<string, Omit<Translation, 'job'>>();
  readonly #idsByPlace: string[] = [];
  readonly #videoRandom;
  readonly #lagRandom;

  constructor(options: TranslationStoreOptions) {
    this.#jobs = options.jobs;
    this.#options = options;
    this.#videoRandom = seededRandom(options.seed, 'video lengths');
    this.#lagRandom = seededRandom(options.seed, 'address lags');
  }

  create(body: TranslationBody, outputLanguage: string, plan: NewJob): Translation {
    const { output_languages: _, ...rest } = body;
    const job = this.#jobs.create({
      ...plan,
      request: { ...rest, output_language: outputLanguage },
      idSuffix: `-${languages.get(outputLanguage) ?? 'xx'}`,
    });
    const details = {
      place: this.#idsByPlace.push(job.id) - 1,
      body: rest,
      outputLanguage,
      title: body.title ?? null,
      videoSeconds: drawDuration(this.#options.videoMs, this.#videoRandom) / 1000,
      addressLagMs: drawDuration(this.#options.addressLagMs, this.#lagRandom),
    };
    this.#details.set(job.id, details);
    return { job, ...details };
  }

  get(id: string): Translation | undefined {
    return this.#with(this.#jobs.get(id));
  }

  /** The translation as the status calls see it, which may lag behind. */
  seen(id: string): Translation | undefined {
    return this.#with(this.#jobs.seen(id));
  }

  #with(job: Job | undefined): Translation | undefined {
    const details = job && this.#details.get(job.id);
    return job === undefined || details === undefined ? undefined : { job, ...details };
  }

  rename(id: string, title: string): void {
    const details = this.#details.get(id);
    if (details !== undefined) this.#details.set(id, { ...details, title });
  }

  /** At most `limit`, newest first, from a position downwards; `end` is where the next page begins. */
  page(
    limit: number,
    from = this.#idsByPlace.length - 1,
  ): { readonly page: Translation[]; readonly end?: number } {
    const page: Translation[] = [];
    for (let place = Math.min(from, this.#idsByPlace.length - 1); place >= 0; place--) {
      const translation = this.get(this.#idsByPlace[place] ?? '');
      if (translation === undefined) continue;
      if (page.length === limit) return { page, end: place };
      page.push(translation);
    }
    return { page };
  }
}
