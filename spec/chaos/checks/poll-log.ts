import type { JobId, StatusReport } from 'heygen-rx';
import type { SentRequest } from '../transport/chaos-transport.js';
import type { Meaning } from '../transport/fates.js';

/** How one poll of a job went. */
export interface PollOutcome {
  /** `incomplete`: a bulk response has other jobs, but not this one, or not its status or result: it is then polled singly. */
  readonly meaning: Meaning | 'incomplete';
  readonly isSingle: boolean;
  /** Name of the error, of a refusal. */
  readonly name?: string;
  /** Of a report. */
  readonly status?: string;
}

/** What a client has learned of one job, and when it may poll it again. */
export class PollLog {
  /** Since its watch began. */
  outcomes: PollOutcome[] = [];
  inFlight = 0;
  /** When its last poll that ended was sent, and when it ended. */
  startedAt = -Infinity;
  endedAt: number | undefined;
  /** When the watch that everybody shares ends. */
  deadlineAt = Infinity;
  /** Others polled it in their own time, so that no outcome can be told from theirs. */
  isMixed = false;
  #waitMs = 0;
  #isFree = true;

  /** Somebody came or left: the next poll may be due at once. */
  allowPoll(): void {
    this.#isFree = true;
  }

  /** Its first watch begins, or the first after all had left. */
  begin(deadlineAt: number): void {
    this.outcomes = [];
    this.isMixed = false;
    this.deadlineAt = deadlineAt;
    this.#isFree = true;
  }

  soonestNext(minIntervalMs: number): number {
    return this.#isFree || this.endedAt === undefined
      ? -Infinity
      : this.endedAt + Math.max(minIntervalMs, this.#waitMs);
  }

  started(): void {
    this.inFlight++;
    this.#isFree = false;
  }

  ended(request: SentRequest, jobId: JobId, hintMs: number | undefined, now: number): void {
    this.inFlight--;
    if (request.end === 'aborted' && request.fate !== 'hang' && request.fate !== 'slow') return;
    const outcome = outcomeFor(request, jobId);
    this.outcomes.push(outcome);
    this.startedAt = request.startedAt;
    this.endedAt = now;
    const report = reportOn(request, jobId);
    const asked = report?.retryAfterMs;
    this.#waitMs = hintMs ?? (asked !== undefined && Number.isFinite(asked) ? asked : 0);
    // A bulk request that is refused is halved at once; a partial report is completed at once.
    this.#isFree =
      request.kind === 'statuses' && (outcome.meaning !== 'report' || request.fate === 'partial');
  }

  get wasSeen(): boolean {
    return this.outcomes.some(({ status }) => status !== undefined);
  }
}

function outcomeFor(request: SentRequest, jobId: JobId): PollOutcome {
  const isSingle = request.kind === 'status';
  const { error, meaning } = request;
  if (request.end === 'aborted') return { meaning: 'outage', isSingle };
  if (request.end === 'failed') {
    return error instanceof Error ? { meaning, isSingle, name: error.name } : { meaning, isSingle };
  }
  const report = reportOn(request, jobId);
  if (report?.status === 'not_found') return { meaning: 'refusal', isSingle, name: 'JobNotFoundError' };
  if (report === undefined && request.jobIds.some(other => reportOn(request, other) !== undefined))
    return { meaning: 'incomplete', isSingle };
  if (typeof report?.status !== 'string') {
    return { meaning: isSingle || report === undefined ? 'nonsense' : 'incomplete', isSingle };
  }
  return { meaning: report.partial === true ? 'incomplete' : 'report', isSingle, status: report.status };
}

function reportOn({ kind, answer }: SentRequest, jobId: JobId): Partial<StatusReport> | undefined {
  const reports: readonly unknown[] =
    kind === 'statuses' ? (Array.isArray(answer) ? (answer as unknown[]) : []) : [answer];
  return reports.find(
    (report): report is Partial<StatusReport> =>
      typeof report === 'object' && report !== null && Reflect.get(report, 'jobId') === jobId,
  );
}
