import {
  catchError,
  concatMap,
  defer,
  filter,
  from,
  map,
  mergeMap,
  throwError,
  toArray,
  type Observable,
} from 'rxjs';
import { checkJobId } from '../../model/job-id.js';
import type { JobId } from '../../model/job.js';
import { languagesOf, type TranslationRequest } from '../../model/request.js';
import type { StatusReport } from '../../model/status-report.js';
import { adaptive } from '../../policy/polling/adaptive/adaptive.js';
import { AddressPatience } from './address-patience.js';
import { checkLimit } from '../http/check-limit.js';
import { HeygenBatches } from './heygen-batches.js';
import { createdIds } from './heygen-created.js';
import { withHeygenDetails } from './heygen-details.js';
import { heygenHttp, type HeygenOptions } from './heygen-http.js';
import { heygenPages } from './heygen-pages.js';
import { heygenReport, heygenReports } from './heygen-reports.js';
import { heygenBody } from './heygen-request.js';
import { HeygenService } from './heygen-service.js';
import type { Http } from '../http/http.js';
import { STATUSES, TRANSLATIONS } from './heygen-paths.js';
import { idChunks } from '../id-chunks.js';
import { checkIdempotencyKey } from '../idempotency-key.js';
import { asNoBulkCall } from '../no-bulk-call.js';
import type { PollingDefaults, Transport } from '../transport.js';

/** HeyGen as a transport, and beside it what else can be done there. */
export interface HeygenApi extends Transport {
  /** Polls many: 100 a request, and one more for each that has just been completed, since bulk answers bring no result. */
  statuses(jobIds: readonly JobId[]): Observable<readonly StatusReport[]>;
  readonly defaults: { readonly polling: PollingDefaults };
  /** The list, the languages, batches, and what else is no job to watch. */
  readonly service: HeygenService;
  /** Batches as jobs: `new TranslationClient({ transport: heygen.batches }).watch(batchId)` watches a whole batch as one. */
  readonly batches: Transport;
}

/**
 * For users who want the waits of a fixed schedule all the same: any number of `polling` switches to it, and these fill the gaps. HeyGen
 * advises to poll after 30 s, every 30 s for three minutes, then every 60 s, and to take a job for stuck after an hour. This is a smoother
 * form of it: 30 s at first, then a little longer each time, and 60 s from the fifth minute on.
 */
const POLLING: PollingDefaults = Object.freeze({
  initialIntervalMs: 30_000,
  maxIntervalMs: 60_000,
  multiplier: 1.12,
  timeoutMs: 3_600_000,
});

/** How much later, in ms, a job may be noticed if that saves one polls: with HeyGen's durations fewer polls than its advice, and sooner answers. */
const LOOK_COST_MS = 2000;
/** Nobody is left without news for longer, in ms: some jobs fail at once. */
const LONGEST_WAIT_MS = 120_000;

/** Answers to several single polls must fit into the time of the bulk poll that they complete, in ms. */
const MOST_BUDGET_MS = 10_000;

/**
 * HeyGen's video translation, in its third version.
 *
 * @throws TypeError or RangeError for options that cannot be used.
 */
export function heygenApi(options: HeygenOptions): HeygenApi {
  return new HeygenTransport(heygenHttp(options), options);
}

class HeygenTransport implements HeygenApi {
  /** One schedule for all that is watched through this transport: it learns from every job. */
  readonly defaults = {
    polling: { ...POLLING, strategy: adaptive({ pollCostMs: LOOK_COST_MS, maxIntervalMs: LONGEST_WAIT_MS }) },
  };
  readonly service: HeygenService;
  readonly batches: Transport;
  readonly #http: Http;
  readonly #createTimeoutMs: number;
  readonly #budgetMs: number;
  readonly #patience = new AddressPatience();

  constructor(http: Http, { createTimeoutMs = 120_000, requestTimeoutMs = 30_000 }: HeygenOptions) {
    this.#http = http;
    this.#createTimeoutMs = checkLimit('createTimeoutMs', createTimeoutMs);
    this.#budgetMs = Math.min(MOST_BUDGET_MS, requestTimeoutMs / 2);
    this.service = new HeygenService(http, this.#createTimeoutMs);
    this.batches = new HeygenBatches(this.service, { polling: POLLING });
  }

  create(request: TranslationRequest, key: string): Observable<JobId> {
    const parts = {
      body: heygenBody(request),
      idempotencyKey: checkIdempotencyKey(key),
      timeoutMs: this.#createTimeoutMs,
    };
    const { length } = languagesOf(request);
    return this.#http.send('POST', TRANSLATIONS, parts).pipe(mergeMap(answer => createdIds(answer, length)));
  }

  status(jobId: JobId): Observable<StatusReport> {
    return this.#http
      .send('GET', [...TRANSLATIONS, checkJobId(jobId)], { jobId })
      .pipe(map(answer => heygenReport(answer, jobId, this.#patience)));
  }

  statuses(jobIds: readonly JobId[]): Observable<readonly StatusReport[]> {
    return from(idChunks(jobIds.map(id => checkJobId(id)))).pipe(
      concatMap(ids => this.#bulk(ids)),
      catchError((error: unknown) => throwError(() => asNoBulkCall(error))),
      toArray(),
      concatMap(reports => withHeygenDetails(reports.flat(), this, this.#budgetMs)),
    );
  }

  #bulk(jobIds: readonly JobId[]): Observable<readonly StatusReport[]> {
    const query = { video_translation_ids: jobIds.join(',') };
    return defer(() => {
      const missing = new Set(jobIds);
      return heygenPages(this.#http, STATUSES, { query }).pipe(
        mergeMap(heygenReports),
        // Each id once, and none that was not asked for.
        filter(({ jobId }) => missing.delete(jobId)),
        toArray(),
      );
    });
  }
}
