import { map, mergeMap, toArray, type Observable } from 'rxjs';
import { shown } from '../../../model/checks.js';
import { checkHttpJobId, isHttpJobId } from '../../../model/job-id.js';
import { RequestError } from '../../../model/errors.js';
import type { JobId } from '../../../model/job.js';
import type { TranslationRequest } from '../../../model/request.js';
import { dataOf, listIn } from '../heygen-data.js';
import { findLanguage, suggestLanguages } from './heygen-languages.js';
import { readAccount, type HeygenAccount } from './heygen-account.js';
import { readBatch, type HeygenBatch } from './heygen-batch.js';
import { batchParts, type HeygenBatchOptions } from './heygen-batch-request.js';
import { heygenPages } from './heygen-pages.js';
import { ACCOUNT, BATCHES, LANGUAGES, TRANSLATIONS } from '../heygen-paths.js';
import { readTranslation, requestedTranslation, type HeygenTranslation } from '../heygen-translation.js';
import type { HttpClient } from '../../http/http-client.js';
import { field, listField, textField } from '../../json-fields.js';

/**
 * HeyGen's other calls. Each returns a cold Observable that sends **one** request, or one per page, and neither retries nor waits.
 *
 * It *emits* the result and *completes*. *Errors* with a `TranslationError`. *On unsubscribe* aborts the request.
 */
export class HeygenService {
  readonly #http: HttpClient;
  readonly #createTimeoutMs: number;

  /** @internal */
  constructor(http: HttpClient, createTimeoutMs: number) {
    this.#http = http;
    this.#createTimeoutMs = createTimeoutMs;
  }

  /**
   * All translations of the account. *Emits* them one by one, and requests the next page only when it is needed: `take(5)` requests one page.
   *
   * @param pageSize 1 to 100.
   * @throws RangeError for any other page size.
   */
  list(pageSize = 50): Observable<HeygenTranslation> {
    if (!Number.isInteger(pageSize) || pageSize < 1 || pageSize > 100) {
      throw new RangeError(`Cannot list: \`pageSize\` must be a whole number from 1 to 100, got ${pageSize}`);
    }
    return heygenPages(this.#http, TRANSLATIONS, { query: { limit: String(pageSize) } }).pipe(
      mergeMap(page => listIn(page).flatMap(item => readTranslation(page, item) ?? [])),
    );
  }

  /** Reads a translation, with fresh URLs, since HeyGen's expire. @throws TypeError for an invalid id. */
  get(jobId: JobId): Observable<HeygenTranslation> {
    const path = [...TRANSLATIONS, checkHttpJobId(jobId)];
    return this.#http
      .send('GET', path, { jobId })
      .pipe(map(response => requestedTranslation(response, jobId)));
  }

  /** Changes the title of a translation. @throws TypeError for an invalid id or an empty title. */
  rename(jobId: JobId, title: string): Observable<HeygenTranslation> {
    const path = [...TRANSLATIONS, checkHttpJobId(jobId, 'rename a job')];
    checkText('rename a job', 'title', title);
    return this.#http
      .send('PATCH', path, { jobId, body: { title } })
      .pipe(map(response => requestedTranslation(response, jobId)));
  }

  /** Deletes a translation permanently. HeyGen does not document whether this stops or refunds a running one. *Emits* its id. @throws TypeError for an invalid id. */
  delete(jobId: JobId): Observable<JobId> {
    const path = [...TRANSLATIONS, checkHttpJobId(jobId, 'delete a job')];
    return this.#http.send('DELETE', path, { jobId }).pipe(
      map(response => {
        // The response may be a 204 without a body.
        if (response.body !== undefined) dataOf(response);
        return jobId;
      }),
    );
  }

  /** The account that the key belongs to, and its remaining balance. */
  account(): Observable<HeygenAccount> {
    return this.#http.send('GET', ACCOUNT).pipe(map(readAccount));
  }

  /** The names of the target languages, as requests take them. */
  languages(): Observable<readonly string[]> {
    return this.#http.send('GET', LANGUAGES).pipe(
      map(response => {
        const languages = listField(dataOf(response), 'languages');
        if (languages === undefined) throw response.malformed('without `languages` in `data`');
        return languages.filter(language => typeof language === 'string');
      }),
    );
  }

  /**
   * HeyGen's spelling of a language name, ignoring case: `german (germany)` gives `German (Germany)`. HeyGen accepts exact names only. *Errors* with a
   * `RequestError` with the code `unknown_language`, which suggests similar names.
   *
   * @throws TypeError for an empty name.
   */
  language(name: string): Observable<string> {
    checkText('find a language', 'name', name);
    return this.languages().pipe(
      map(languages => {
        const found = findLanguage(name, languages);
        if (found !== undefined) return found;
        const suggestions = suggestLanguages(name, languages);
        const hint = suggestions.length === 0 ? '' : `; did you mean ${suggestions.join(' or ')}?`;
        throw new RequestError(`HeyGen has no language ${JSON.stringify(name.slice(0, 60))}${hint}`, {
          code: 'unknown_language',
        });
      }),
    );
  }

  /**
   * Creates a batch: up to 100 translations, one per language, which HeyGen starts as the account allows. *Emits* its id.
   *
   * @throws TypeError or RangeError for an invalid request, option or key, and for no translation or more than 100.
   */
  createBatch(requests: readonly TranslationRequest[], options: HeygenBatchOptions = {}): Observable<string> {
    const parts = { ...batchParts(requests, options), timeoutMs: this.#createTimeoutMs };
    return this.#http.send('POST', BATCHES, parts).pipe(
      map(response => {
        const batchId = textField(dataOf(response), 'batch_id');
        if (isHttpJobId(batchId)) return batchId;
        throw response.malformed('without a valid `batch_id`');
      }),
    );
  }

  /** A batch with all its items. @throws TypeError for an invalid id. */
  batch(batchId: string): Observable<HeygenBatch> {
    const path = [...BATCHES, checkHttpJobId(batchId, 'get a batch')];
    const parts = { jobId: batchId, query: { limit: '100' } };
    return heygenPages(this.#http, path, parts, body => field(body, 'data')).pipe(
      toArray(),
      map(pages => readBatch(pages, batchId)),
    );
  }
}

function checkText(doing: string, name: string, text: unknown): void {
  if (typeof text === 'string' && text.trim() !== '') return;
  throw new TypeError(`Cannot ${doing}: \`${name}\` must be a non-empty string, got ${shown(text)}`);
}
