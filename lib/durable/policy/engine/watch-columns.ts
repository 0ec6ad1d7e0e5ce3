import type { JobFailure, JobId, JobResult, JobStatus } from '../../../model/job.js';
import { isEmpty, present } from '../../../model/present.js';
import { NO_ATTEMPTS, type Attempts } from '../../../policy/retry/retry.js';
import type { FullState, WatchState } from '../../../policy/watch/state.js';
import type { StoredWatch } from '../../engine/watches.js';

/**
 * A stored watch as the columns of a row: numbers or null, so that a row is small, and JSON for fields that few watches have. Columns of instants need a double, since they may have
 * fractions of a ms. The job's id is the key of the row.
 */
export interface WatchColumns {
  /** The index in `STATUSES`. */
  readonly status: number;
  /** The sum of the `FLAGS` that are true. */
  readonly flags: number;
  readonly polls: number;
  readonly step: number;
  readonly at: number;
  readonly createdAt: number;
  readonly openAt: number | null;
  readonly deadlineAt: number;
  readonly nextPollAt: number;
  readonly notBeforeAt: number;
  readonly notFoundUntil: number | null;
  readonly progress: number | null;
  readonly videoSeconds: number | null;
  readonly together: number | null;
  readonly rare: RareFields | null;
}

/** Fields that few watches have, or only ended ones. Plain JSON. */
export interface RareFields {
  readonly statusText?: string;
  readonly tookMs?: number;
  readonly result?: JobResult;
  readonly failure?: JobFailure;
  readonly attempts?: Attempts;
  readonly doubt?: string;
  readonly returnUntil?: number;
  /** `most` is absent where it is infinite. */
  readonly bulkLimit?: { readonly most?: number; readonly until: number; readonly endsWithAnswer: boolean };
}

/** The statuses, in the order of their numbers. */
export const STATUSES: readonly JobStatus[] = ['pending', 'running', 'completed', 'error'];

/** The bits of the flags in a row. */
const FLAGS = {
  isSeen: 1,
  isAgeKnown: 2,
  hasReportedInvalid: 4,
  isWoken: 8,
  isPaused: 16,
} as const satisfies Partial<Record<keyof WatchState, number>>;

type Flag = keyof typeof FLAGS;
const FLAG_NAMES = Object.keys(FLAGS) as readonly Flag[];

/** A stored watch as columns. */
export function toColumns({ state, together, bulkLimit }: StoredWatch): WatchColumns {
  const { statusText, tookMs, result, failure, attempts, doubt, returnUntil } = state;
  return {
    status: STATUSES.indexOf(state.status),
    flags: FLAG_NAMES.reduce((sum, flag) => sum + (state[flag] ? FLAGS[flag] : 0), 0),
    polls: state.polls,
    step: state.step,
    at: state.at,
    createdAt: state.createdAt,
    openAt: state.openAt ?? null,
    deadlineAt: state.deadlineAt,
    nextPollAt: state.nextPollAt,
    notBeforeAt: state.notBeforeAt,
    notFoundUntil: state.notFoundUntil ?? null,
    progress: state.progress ?? null,
    videoSeconds: state.videoSeconds ?? null,
    together: together ?? null,
    rare: rareFields({
      statusText,
      tookMs,
      result,
      failure,
      attempts: hasAttempts(attempts) ? attempts : undefined,
      doubt,
      returnUntil,
      bulkLimit: bulkLimit && {
        ...(bulkLimit.most < Infinity && { most: bulkLimit.most }),
        until: bulkLimit.until,
        endsWithAnswer: bulkLimit.endsWithAnswer,
      },
    }),
  };
}

/** Columns as a stored watch. Its state has all fields, in the same order as in `policy/watch`. */
export function fromColumns(jobId: JobId, columns: WatchColumns): StoredWatch {
  const rare = columns.rare ?? {};
  const has = (flag: Flag): boolean => (columns.flags & FLAGS[flag]) !== 0;
  return {
    state: {
      jobId,
      status: STATUSES[columns.status]!,
      statusText: rare.statusText,
      polls: columns.polls,
      isSeen: has('isSeen'),
      at: columns.at,
      createdAt: columns.createdAt,
      isAgeKnown: has('isAgeKnown'),
      openAt: columns.openAt ?? undefined,
      tookMs: rare.tookMs,
      progress: columns.progress ?? undefined,
      videoSeconds: columns.videoSeconds ?? undefined,
      result: rare.result,
      failure: rare.failure,
      step: columns.step,
      attempts: rare.attempts ?? NO_ATTEMPTS,
      doubt: rare.doubt,
      hasReportedInvalid: has('hasReportedInvalid'),
      deadlineAt: columns.deadlineAt,
      notFoundUntil: columns.notFoundUntil ?? undefined,
      nextPollAt: columns.nextPollAt,
      notBeforeAt: columns.notBeforeAt,
      isWoken: has('isWoken'),
      isPaused: has('isPaused'),
      returnUntil: rare.returnUntil,
    } satisfies FullState,
    together: columns.together ?? undefined,
    bulkLimit: rare.bulkLimit && { ...rare.bulkLimit, most: rare.bulkLimit.most ?? Infinity },
  };
}

const hasAttempts = ({ failed, counted, protocolErrors }: Attempts): boolean =>
  failed + counted + protocolErrors > 0;

type Undefinable<T> = { readonly [K in keyof T]: T[K] | undefined };

const rareFields = (fields: Undefinable<Required<RareFields>>): RareFields | null =>
  isEmpty(fields) ? null : present(fields);
