import type { JobId, JobStatus, StatusReport } from 'heygen-rx';
import type { JobPlan } from '../histories/history.js';

/** A job and the truth about it. */
export interface ServiceJob {
  readonly jobId: JobId;
  readonly plan: JobPlan;
  /** Steady ms. */
  readonly createdAt: number;
  /** The logical create that it was made for. */
  readonly tag?: string;
}

/** The truth: jobs that run by themselves, made at most once for each idempotency key. */
export class Service {
  readonly jobs = new Map<JobId, ServiceJob>();
  /** The keys that each logical create came with. */
  readonly keysOf = new Map<string, Set<string>>();
  readonly #byKey = new Map<string, ServiceJob>();
  readonly #plans: readonly JobPlan[];

  constructor(plans: readonly JobPlan[]) {
    this.#plans = plans;
    plans.forEach((plan, i) => {
      const jobId = `job-${i + 1}`;
      this.jobs.set(jobId, { jobId, plan, createdAt: 0 });
    });
  }

  /** A create has arrived, whatever becomes of it. */
  noteKey(tag: string, key: string): void {
    const keys = this.keysOf.get(tag) ?? new Set();
    this.keysOf.set(tag, keys.add(key));
  }

  make(tag: string, key: string, now: number): ServiceJob {
    const before = this.#byKey.get(key);
    if (before !== undefined) return before;
    const place = this.#byKey.size;
    const job: ServiceJob = {
      jobId: `made-${place + 1}`,
      plan: this.#plans[place % this.#plans.length]!,
      createdAt: now,
      tag,
    };
    this.#byKey.set(key, job);
    this.jobs.set(job.jobId, job);
    return job;
  }

  /** The jobs made for a logical create: one at most, if all goes well. */
  madeFor(tag: string): readonly ServiceJob[] {
    return [...this.#byKey.values()].filter(job => job.tag === tag);
  }

  statusOf({ plan, createdAt }: ServiceJob, now: number): JobStatus {
    const age = now - createdAt;
    if (age >= plan.endsAtMs) return plan.outcome;
    return age >= plan.runsAtMs ? 'running' : 'pending';
  }

  /** What a correct report says. */
  report(jobId: JobId, now: number): StatusReport {
    const job = this.jobs.get(jobId);
    if (job === undefined) return { jobId, status: 'not_found' };
    const status = this.statusOf(job, now);
    if (status === 'completed') return { jobId, status, result: { videoUrl: `https://v.example/${jobId}` } };
    return status === 'error' ? { jobId, status, failure: { message: 'no voice found' } } : { jobId, status };
  }
}
