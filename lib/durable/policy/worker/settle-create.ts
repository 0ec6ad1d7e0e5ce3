import { errorToJson } from '../../../model/error-json.js';
import { withDetails, type TranslationError } from '../../../model/errors.js';
import type { ClientEvent } from '../../../model/events.js';
import type { JobId } from '../../../model/job.js';
import {
  afterAbort,
  afterAttempt,
  createFailure,
  type CreateState,
} from '../../../policy/create/after-attempt.js';
import { decideOneShotRetry } from '../../../policy/retry/one-shot.js';
import { NO_ATTEMPTS } from '../../../policy/retry/retry.js';
import { begin } from '../../../policy/watch/decide.js';
import type { WatchRules } from '../../../policy/watch/decision.js';
import type { ClaimedCreate, CreateSettlement, KnownJobs } from '../../engine/creates.js';
import type { CreateOutcome } from './create-outcome.js';
import { withAnswered, withFound } from './next-part.js';

/** What is stored of a create after an attempt, and the events to emit once that is done. */
export interface SettledCreate {
  readonly settlement: CreateSettlement;
  readonly events: readonly ClientEvent[];
}

/** What the decision depends on, beside the create. */
export interface CreateContext {
  /** The rules for its attempts, and for the watches of its jobs. */
  readonly rules: WatchRules;
  readonly notFoundGraceMs: number;
  readonly now: number;
  readonly random: () => number;
}

/** Decides what an attempt of a create means, as in one process. */
export function settleCreate(
  create: ClaimedCreate,
  outcome: CreateOutcome,
  context: CreateContext,
): SettledCreate {
  const { key: idempotencyKey, attempts, firstSentAt, startedAt, deadlineAt } = create;
  const { now, rules, random } = context;
  const before = { idempotencyKey, isUncertain: firstSentAt !== undefined };
  switch (outcome.type) {
    case 'created':
      return created(create, outcome.jobIds, context);
    case 'answered':
      return {
        settlement: {
          type: 'again',
          // Its other requests come before the creates that were added later.
          dueInMs: startedAt - now,
          attempts: NO_ATTEMPTS,
          isUncertain: false,
          known: withAnswered(create.known, outcome.jobIds),
        },
        events: [],
      };
    case 'not sent':
      return failed(before, outcome.error, withFound(create.known, outcome.error.created), now);
    case 'aborted':
      return {
        settlement: {
          type: 'again',
          dueInMs: 0,
          attempts,
          isUncertain: afterAbort(before).isUncertain,
          known: withFound(create.known, outcome.found),
        },
        events: [],
      };
    case 'failure': {
      const { error } = outcome;
      const after = afterAttempt(before, error);
      const known = withFound(create.known, error.created);
      const decision = decideOneShotRetry(
        error,
        { attempts, isEarly: false, leftMs: deadlineAt - now },
        { ...rules, random, isAwaited: false },
      );
      if (decision.kind !== 'retry') return failed(after, error, known, now);
      const { delayMs } = decision;
      return {
        settlement: {
          type: 'again',
          dueInMs: delayMs,
          attempts: decision.attempts,
          isUncertain: after.isUncertain,
          known,
        },
        events: [{ type: 'RETRY_ATTEMPTED', at: now, attempt: decision.attempts.failed, delayMs, error }],
      };
    }
  }
}

/** The watches of the jobs start in the same transaction, with the deadline of the create. */
function created(
  { deadlineAt, terms }: ClaimedCreate,
  jobIds: readonly JobId[],
  { rules, notFoundGraceMs, now, random }: CreateContext,
): SettledCreate {
  const startedAt = deadlineAt - now - rules.timeoutMs;
  const watches = jobIds.map(jobId => ({
    // Instants count from 0: the engine adds its time.
    state: begin(
      { jobId, firstPoll: 'after-interval', createdAt: 0, startedAt, notFoundUntil: notFoundGraceMs },
      { rules, now: 0, random, canRetry: true },
    ).state,
    terms,
  }));
  return {
    settlement: { type: 'created', jobIds, watches },
    events: jobIds.map(jobId => ({ type: 'JOB_CREATED', at: now, jobId })),
  };
}

function failed(
  after: CreateState,
  cause: TranslationError,
  known: KnownJobs | undefined,
  at: number,
): SettledCreate {
  const error = createFailure(after, withDetails(cause, { created: known?.jobIds }));
  return {
    settlement: { type: 'failed', error: errorToJson(error), isUncertain: after.isUncertain, known },
    events: [{ type: 'ERROR_OCCURRED', at, error }],
  };
}
