import { isObject } from '../../../model/checks.js';
import { isHttpJobId } from '../../../model/job-id.js';
import type { JobFailure, JobId, JobStatus } from '../../../model/job.js';
import { dataOf } from '../heygen-data.js';
import { epochMsField } from '../heygen-numbers.js';
import { statusOfWord } from '../../../policy/watch/status-words.js';
import type { HttpResponse } from '../../http/http-response.js';
import { field, listField, numberField, textField } from '../../json-fields.js';
import { present } from '../../../model/present.js';
import { failureOf } from '../../result-and-failure.js';

/** One translation of a batch. */
export interface HeygenBatchItem {
  /** Its position in the batch, from 0: in the order of the requests, then of their languages. */
  readonly index: number;
  /** `pending`, `running`, `completed`, `error`, or an unknown word of HeyGen's. */
  readonly status: string;
  /** Absent until HeyGen has started it. */
  readonly jobId?: JobId;
  /** Why it failed. */
  readonly failure?: JobFailure;
}

/** A batch as HeyGen shows it. */
export interface HeygenBatch {
  /** The id of the batch. */
  readonly batchId: string;
  /** `running`, `completed`, `error` if every item failed, or an unknown word of HeyGen's. */
  readonly status: string;
  /** The title it was given. */
  readonly title?: string;
  /** The number of translations in it. */
  readonly total: number;
  /** The number of items with each status. Items with an unknown word are not counted. */
  readonly counts: Readonly<Record<JobStatus, number>>;
  /** Epoch ms of HeyGen's clock. */
  readonly createdAt?: number;
  /** Its translations, in the order of the requests. */
  readonly items: readonly HeygenBatchItem[];
}

/** Reads a batch from its pages, of which there is at least one: the first describes the batch, and each has some items. */
export function readBatch(pages: readonly HttpResponse[], batchId: string): HeygenBatch {
  const first = pages[0]!;
  const data = dataOf(first);
  const status = first.word(field(data, 'status'));
  if (status === undefined) throw first.malformed('without a batch in `data`');
  if (field(data, 'batch_id') !== batchId) throw first.malformed('for another batch');
  const items = pages.flatMap(readItems);
  return present({
    batchId,
    status: statusOfWord(status),
    title: textField(data, 'title'),
    total: numberField(data, 'total_items') ?? items.length,
    counts: readCounts(field(data, 'counts_by_status')),
    createdAt: epochMsField(data, 'created_at'),
    items,
  });
}

function readItems(page: HttpResponse): readonly HeygenBatchItem[] {
  return (listField(dataOf(page), 'items') ?? []).flatMap(item => {
    const index = numberField(item, 'item_index');
    const status = page.word(field(item, 'status'));
    if (index === undefined || status === undefined) return [];
    const jobId = field(item, 'video_id');
    const error = field(item, 'error');
    return [
      present({
        index,
        status: statusOfWord(status),
        jobId: isHttpJobId(jobId) ? jobId : undefined,
        failure: error === undefined ? undefined : failureOf(page, error),
      }),
    ];
  });
}

function readCounts(counts: unknown): Readonly<Record<JobStatus, number>> {
  const sum = new Map<string, number>();
  for (const word of isObject(counts) ? Object.keys(counts) : []) {
    const status = statusOfWord(word);
    sum.set(status, (sum.get(status) ?? 0) + (numberField(counts, word) ?? 0));
  }
  const of = (status: JobStatus) => sum.get(status) ?? 0;
  return { pending: of('pending'), running: of('running'), completed: of('completed'), error: of('error') };
}
