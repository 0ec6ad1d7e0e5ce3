import { map, type Observable } from 'rxjs';
import type { JobFailure, JobId } from '../../../model/job.js';
import { checkHttpJobId } from '../../../model/job-id.js';
import { languagesOf, type TranslationRequest } from '../../../model/request.js';
import type { StatusReport } from '../../../model/status-report.js';
import { heygenBody } from '../heygen-request.js';
import type { HeygenBatch, HeygenBatchItem } from './heygen-batch.js';
import type { HeygenService } from './heygen-service.js';
import { present } from '../../../model/present.js';
import type { PollingDefaults, Transport } from '../../transport.js';

/**
 * HeyGen's batches as jobs, so that a whole batch can be watched as one: `progress` is the share of its items that have ended, and its
 * `result` has the `items`. It ends in an error only if all its items do.
 */
export class HeygenBatches implements Transport {
  readonly #service: HeygenService;

  constructor(
    service: HeygenService,
    readonly defaults: { readonly polling: PollingDefaults },
  ) {
    this.#service = service;
  }

  check(request: TranslationRequest): void {
    heygenBody(request);
    const { length } = languagesOf(request);
    if (length === 1) return;
    throw new TypeError(
      `Cannot create a batch: as a job it takes one language, got ${length}; \`service.createBatch\` takes several`,
    );
  }

  checkJobId(batchId: JobId, doing: string): void {
    checkHttpJobId(batchId, doing);
  }

  /** Creates a batch of one request in one language; use `createBatch` for more. */
  create(request: TranslationRequest, key: string): Observable<JobId> {
    return this.#service.createBatch([request], { idempotencyKey: key });
  }

  status(batchId: JobId): Observable<StatusReport> {
    return this.#service.batch(batchId).pipe(map(reportOn));
  }
}

function reportOn({ batchId, status, total, counts, items }: HeygenBatch): StatusReport {
  const ended = counts.completed + counts.error;
  const isCounted = ended + counts.pending + counts.running > 0 && total > 0;
  const isOpen = status !== 'completed' && status !== 'error';
  return present({
    jobId: batchId,
    status,
    progress: isOpen && isCounted ? Math.min(1, ended / total) : undefined,
    result: status === 'completed' ? { items } : undefined,
    failure: status === 'error' ? failureOf(items) : undefined,
  });
}

function failureOf(items: readonly HeygenBatchItem[]): JobFailure {
  const reason = items.find(({ failure }) => failure !== undefined)?.failure?.message;
  return {
    message: reason === undefined ? 'all items failed' : `all items failed, the first with: ${reason}`,
  };
}
