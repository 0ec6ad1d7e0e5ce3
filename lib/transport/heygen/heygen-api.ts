// HeyGen's video translation. `heygen-api` sends the requests of a transport; `heygen-request` writes the body of a create; `heygen-created`,
// `heygen-reports` and `heygen-translation` read the responses. HeyGen's other calls are in `service/`.
import { map, mergeMap, tap, type Observable } from 'rxjs';
import { checkHttpJobId } from '../../model/job-id.js';
import type { JobId } from '../../model/job.js';
import { languagesOf, type TranslationRequest } from '../../model/request.js';
import type { StatusReport } from '../../model/status-report.js';
import { adaptiveSchedule } from '../../policy/polling/adaptive/adaptive-schedule.js';
import { ADAPTIVE_DEFAULTS } from '../../policy/polling/adaptive/defaults.js';
import type { HttpClient } from '../http/http-client.js';
import type { HttpResponse } from '../http/http-response.js';
import { checkIdempotencyKey } from '../idempotency-key.js';
import { field } from '../json-fields.js';
import { orNoBulkCall } from '../no-bulk-call.js';
import type { PollingDefaults, Transport } from '../transport.js';
import { withValidId, withValidIds } from '../with-valid-ids.js';
import { PollsWithoutUrl } from './polls-without-url.js';
import { createdIds } from './heygen-created.js';
import { listIn } from './heygen-data.js';
import { heygenHttp, type HeygenOptions } from './heygen-http.js';
import { STATUSES, TRANSLATIONS } from './heygen-paths.js';
import { heygenReport, heygenReports } from './heygen-reports.js';
import { heygenBody } from './heygen-request.js';
import { HeygenBatches } from './service/heygen-batches.js';
import { HeygenService } from './service/heygen-service.js';

/** HeyGen as a transport, and its other calls. */
export interface HeygenApi extends Transport {
  /** The status of up to 100 jobs. Bulk responses have no results: completed jobs have `partial` reports. */
  statuses(jobIds: readonly JobId[]): Observable<readonly StatusReport[]>;
  readonly defaults: { readonly polling: PollingDefaults };
  /** Lists, languages, batches, and everything else that is not a job to watch. */
  readonly service: HeygenService;
  /** Batches as jobs: `new TranslationClient({ transport: heygen.batches }).watch(batchId)` watches a whole batch as one. */
  readonly batches: Transport;
}

/**
 * The defaults of the exponential schedule, which replaces the learning one if any interval is set in `polling`. HeyGen recommends polling after 30 s, every 30 s for three
 * minutes, then every 60 s, and considering a job stuck after an hour. This is a smoother version: 30 s at first, then a little longer each time, and 60 s
 * from the fifth minute on.
 */
const POLLING: PollingDefaults = Object.freeze({
  initialIntervalMs: 30_000,
  maxIntervalMs: 60_000,
  multiplier: 1.12,
  timeoutMs: 3_600_000,
});

const SCHEDULE = {
  ...ADAPTIVE_DEFAULTS,
  /** How much later noticing the end of a job is worth one poll less, in ms. With HeyGen's durations, this takes fewer polls than HeyGen recommends and notices the end sooner. */
  pollCostMs: 2000,
  /** The longest interval, in ms. It keeps the first poll early, because some jobs fail at once. */
  maxIntervalMs: 120_000,
};

/** The most ids that HeyGen's bulk call takes. */
const MAX_BULK_IDS = 100;

/**
 * A transport for version 3 of HeyGen's video translation API. By default it uses a schedule that learns from every job, and a deadline of an hour.
 *
 * @throws TypeError or RangeError for invalid options.
 * @example
 * const heygen = heygenApi({ apiKey });
 * const client = new TranslationClient({ transport: heygen });
 * console.log(await firstValueFrom(heygen.service.languages()));
 */
export function heygenApi(options: HeygenOptions): HeygenApi {
  return new HeygenTransport(heygenHttp(options), options);
}

class HeygenTransport implements HeygenApi {
  /** One schedule for all jobs of this transport, which learns from each. */
  readonly defaults = {
    polling: { ...POLLING, strategy: adaptiveSchedule(SCHEDULE) },
  };
  readonly service: HeygenService;
  readonly batches: Transport;
  readonly #http: HttpClient;
  readonly #createTimeoutMs: number;
  readonly #pollsWithoutUrl = new PollsWithoutUrl();
  #bulkLimit = MAX_BULK_IDS;

  constructor(http: HttpClient, { createTimeoutMs = 120_000 }: HeygenOptions) {
    this.#http = http;
    this.#createTimeoutMs = createTimeoutMs;
    this.service = new HeygenService(http, createTimeoutMs);
    this.batches = new HeygenBatches(this.service, { polling: POLLING });
  }

  get baseUrl(): string {
    return this.#http.baseUrl;
  }

  get bulkLimit(): number {
    return this.#bulkLimit;
  }

  check(request: TranslationRequest): void {
    heygenBody(request);
  }

  create(request: TranslationRequest, key: string): Observable<JobId> {
    const parts = {
      body: heygenBody(request),
      idempotencyKey: checkIdempotencyKey(key),
      timeoutMs: this.#createTimeoutMs,
    };
    const { length } = languagesOf(request);
    return this.#http
      .send('POST', TRANSLATIONS, parts)
      .pipe(mergeMap(response => createdIds(response, length)));
  }

  checkJobId(jobId: JobId, doing: string): void {
    checkHttpJobId(jobId, doing);
  }

  status(jobId: JobId): Observable<StatusReport> {
    return withValidId(jobId, () =>
      this.#http
        .send('GET', [...TRANSLATIONS, jobId], { jobId })
        .pipe(map(response => heygenReport(response, jobId, this.#pollsWithoutUrl))),
    );
  }

  statuses(jobIds: readonly JobId[]): Observable<readonly StatusReport[]> {
    return withValidIds(jobIds, valid =>
      this.#http.send('GET', STATUSES, { query: { video_translation_ids: valid.join(',') } }).pipe(
        orNoBulkCall(),
        tap(response => this.#limitToPage(response)),
        map(response => heygenReports(response, valid)),
      ),
    );
  }

  /** If a response has another page, later requests contain no more ids than fit on one. */
  #limitToPage(response: HttpResponse): void {
    if (field(response.body, 'has_more') !== true) return;
    this.#bulkLimit = Math.min(this.#bulkLimit, Math.max(1, listIn(response).length));
  }
}
