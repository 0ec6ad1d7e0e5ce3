import { asyncScheduler, type SchedulerLike } from 'rxjs';
import {
  anObject,
  anything,
  aString,
  atLeast,
  checkOptions,
  having,
  type CheckTable,
} from '../../model/checks.js';
import type { JobId } from '../../model/job.js';
import type { Transport } from '../../transport/transport.js';
import { type PollLog, RequestLog, type ScriptedRequest } from './request-log.js';
import type { ScriptedValues } from './scripted-responses.js';
import { ScriptedCreations } from './scripted-creations.js';
import { ScriptedJobs } from './scripted-jobs.js';

/** What the service of a `scriptedTransport` does. */
export interface ScriptedTransportOptions {
  /**
   * The statuses of each job over time, such as `{ 'job-1': 'p 499ms r 2s c' }`: a letter holds until the next one, and a poll gets the one that holds when it is
   * sent. Time counts from the job's creation, or from that of the transport for jobs that it did not create. Before its first letter a job is pending.
   *
   * | letter | the poll returns | letter | the poll fails with |
   * |---|---|---|---|
   * | `p` | pending | `N` | NetworkError |
   * | `r` | running | `S` | ServerError 503 |
   * | `0`-`9` | running, progress 0.0-0.9 | `R` | RateLimitError |
   * | `c` | completed | `A` | AuthenticationError |
   * | `e` | error | `G` | ProtocolError |
   * | `x` | not found | | |
   * | `u` | an unknown status | | |
   */
  readonly jobs?: Readonly<Record<JobId, string>>;
  /** The script of every job that `jobs` does not name. Created ones are called `job-1`, `job-2` and so on. @default unknown jobs are not found */
  readonly everyJob?: string;
  /** What letters stand for: a custom status, more fields of the response, or an error. */
  readonly values?: ScriptedValues;
  /**
   * How creates end, one letter per request, in order: `.` succeeds, `N` `S` `R` `A` `G` fail as above without a job, `L` creates the job but loses the response,
   * `P` reports a create with this key in progress (409). Spaces are ignored; all later creates succeed.
   *
   * @default ''
   */
  readonly creates?: string;
  /** Time from a request to its response, in ms. @default 0, which is later in the same frame */
  readonly latencyMs?: number;
  /** Is there a bulk call? One job at `N`, `S`, `R`, `A` or `G` fails the whole request. @default false */
  readonly bulk?: boolean;
  /** Do responses report the age of the job (`ageMs`)? @default false */
  readonly ages?: boolean;
  /** The clock. @default asyncScheduler, which `marbles` makes virtual */
  readonly scheduler?: SchedulerLike;
}

/** A transport that plays a script and logs its requests. */
export interface ScriptedTransport extends Transport {
  /** All requests in the order they were sent. */
  readonly requests: readonly ScriptedRequest[];
  /** The polls of one job, `^` when sent and `!` when answered or aborted: a live list, for `expectSubscriptions`. */
  polls(jobId: JobId): PollLog[];
}

const OPTIONS: CheckTable<ScriptedTransportOptions> = {
  jobs: anObject,
  everyJob: aString,
  values: anObject,
  creates: aString,
  latencyMs: atLeast(0),
  bulk: anything,
  ages: anything,
  scheduler: having('now', 'schedule'),
};

/**
 * A `Transport` whose jobs play a script: statuses over time as marbles, including failures and lost responses. In `marbles` (or `TestScheduler.run`) its time is virtual.
 *
 * @throws Error at once when a script has a letter without a meaning, or an option is unknown or out of bounds.
 * @example
 * const transport = scriptedTransport({ everyJob: 'p 2s r 8s c', bulk: true });
 * const client = new TranslationClient({ transport });
 * client.watchBatch(['job-1', 'job-2']).subscribe({ complete: () => console.log(transport.requests.length) });
 */
export function scriptedTransport(options: ScriptedTransportOptions = {}): ScriptedTransport {
  checkOptions('script a transport', options, OPTIONS);
  const { latencyMs = 0, bulk = false, scheduler = asyncScheduler } = options;
  const log = new RequestLog(scheduler, latencyMs);
  const jobs = new ScriptedJobs(options, scheduler);
  const creations = new ScriptedCreations(options, jobs);

  const transport: ScriptedTransport = {
    requests: log.requests,
    polls: jobId => log.polls(jobId),
    create(request, key) {
      return log.send({ kind: 'create', jobIds: [], key }, made => creations.next(request, key, made));
    },
    status(jobId) {
      return log.send({ kind: 'status', jobIds: [jobId] }, () => jobs.poll(jobId));
    },
  };
  if (!bulk) return transport;
  return {
    ...transport,
    statuses(jobIds) {
      return log.send({ kind: 'statuses', jobIds }, () => jobs.pollAll(jobIds));
    },
  } satisfies ScriptedTransport;
}
