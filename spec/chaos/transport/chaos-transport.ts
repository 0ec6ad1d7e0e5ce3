import { Observable } from 'rxjs';
import { JobNotFoundError, type JobId, type StatusReport, type Transport } from 'heygen-rx';
import type { VirtualScheduler } from '../scheduler/virtual-scheduler.js';
import { rowOf, type Fate, type Meaning, type Outcome } from './fates.js';
import type { Service } from './service.js';

/** A request as the service sees it. */
export interface SentRequest {
  readonly client: number;
  readonly kind: 'create' | 'status' | 'statuses';
  readonly jobIds: readonly JobId[];
  readonly key?: string;
  readonly tag?: string;
  readonly fate: Fate;
  /** Steady ms. */
  readonly startedAt: number;
  endedAt?: number;
  end?: 'answered' | 'failed' | 'aborted';
  /** What it returned, if it returned anything. */
  answer?: unknown;
  error?: unknown;
  /** What the fate means, with a job that does not exist taken into account. */
  meaning: Meaning;
}

export interface ServiceLine {
  readonly service: Service;
  readonly scheduler: VirtualScheduler;
  readonly latencyMs: number;
  readonly hintMs: number;
  nextFate(): Fate;
  onStart(request: SentRequest): void;
  onEnd(request: SentRequest): void;
}

type Asked = Pick<SentRequest, 'client' | 'kind' | 'jobIds' | 'key' | 'tag'>;

/** One client's transport: each request takes the next fate of the history. */
export function chaosTransport(line: ServiceLine, client: number, bulkLimit: number): Transport {
  const ask = (asked: Asked): Observable<never> => {
    const fate = fateFor(line.nextFate(), asked);
    const { outcome } = rowOf(fate);
    if (outcome.type !== 'broken') return sent(line, asked, fate, outcome) as Observable<never>;
    const request = begin(line, asked, fate);
    end(line, request, 'failed');
    return outcome.call() as Observable<never>;
  };
  const single = {
    create: (request: { readonly title?: string }, key: string) =>
      ask({ client, kind: 'create', jobIds: [], key, tag: request.title ?? '?' }),
    status: (jobId: JobId) => ask({ client, kind: 'status', jobIds: [jobId] }),
  };
  if (bulkLimit === 0) return single;
  return {
    ...single,
    ...{ bulkLimit },
    statuses: (jobIds: readonly JobId[]) => ask({ client, kind: 'statuses', jobIds: [...jobIds] }),
  };
}

function fateFor(fate: Fate, { kind }: Asked): Fate {
  const { only } = rowOf(fate);
  return only !== undefined && (only === 'bulk') !== (kind === 'statuses') ? 'ok' : fate;
}

function begin(line: ServiceLine, asked: Asked, fate: Fate): SentRequest {
  const { service, scheduler } = line;
  const { meaning, makesJob } = rowOf(fate);
  const request: SentRequest = { ...asked, fate, startedAt: scheduler.steadyNow, meaning };
  if (asked.kind === 'create') {
    const { tag = '?', key = '?' } = asked;
    service.noteKey(tag, key);
    if (makesJob === true) service.make(tag, key, scheduler.steadyNow);
  }
  line.onStart(request);
  return request;
}

function end(line: ServiceLine, request: SentRequest, how: NonNullable<SentRequest['end']>): void {
  if (request.end !== undefined) return;
  request.end = how;
  request.endedAt = line.scheduler.steadyNow;
  line.onEnd(request);
}

function sent(line: ServiceLine, asked: Asked, fate: Fate, outcome: Outcome): Observable<unknown> {
  const { latency = 1 } = rowOf(fate);
  return new Observable(subscriber => {
    const request = begin(line, asked, fate);
    const respond = (): void => {
      const answer = answerOf(line, request, outcome);
      if (answer.error !== undefined) {
        request.error = answer.error;
        end(line, request, 'failed');
        subscriber.error(answer.error);
      } else {
        request.answer = answer.value;
        end(line, request, 'answered');
        if (outcome.type !== 'empty') subscriber.next(answer.value);
        subscriber.complete();
      }
    };
    if (outcome.type !== 'hang') {
      if (latency === 0) respond();
      else subscriber.add(line.scheduler.later(latency * line.latencyMs, respond));
    }
    return () => end(line, request, 'aborted');
  });
}

interface Answer {
  readonly value?: unknown;
  readonly error?: unknown;
}

function answerOf(
  { service, scheduler, hintMs }: ServiceLine,
  request: SentRequest,
  outcome: Outcome,
): Answer {
  if (outcome.type === 'error') return { error: outcome.error(hintMs) };
  if (outcome.type !== 'answer') return {};
  const { as = same } = outcome;
  if (request.kind === 'create') {
    const job = service.make(request.tag ?? '?', request.key ?? '?', scheduler.steadyNow);
    return { value: createAnswer(request.fate, job.jobId) };
  }
  const reports = request.jobIds.map(jobId => service.report(jobId, scheduler.steadyNow));
  if (request.kind === 'statuses') return { value: bulkAnswer(request.fate, reports, as) };
  const [report] = reports;
  if (report?.status !== 'not_found') return { value: as(report!) };
  request.meaning = 'refusal';
  return { error: new JobNotFoundError(`no job ${report.jobId}`, { status: 404 }) };
}

const same = (report: StatusReport): unknown => report;

function createAnswer(fate: Fate, jobId: JobId): unknown {
  if (fate === 'answers null') return null;
  return fate === 'no status' ? undefined : jobId;
}

/** Only every other job gets a bad report, to show what one job costs the others. */
function bulkAnswer(
  fate: Fate,
  reports: readonly StatusReport[],
  as: (report: StatusReport) => unknown,
): unknown {
  if (fate === 'answers null') return null;
  if (fate === 'empty in bulk') return [];
  return reports.map((report, i) => (i % 2 === 0 && report.status !== 'not_found' ? as(report) : report));
}
