import { waitAt } from './optimal-intervals.js';
import type { Committee } from './mixture.js';

/** Plans are made for costs this far apart, in logs, where lengths of videos differ: waits are then off by 8 percent at most, their cost by 0.3. */
const COST_STEP = 0.3;

/** What is known about one job: the committee that knows such jobs, and how many of the job's ms one of its ms is. */
export class Knowledge {
  constructor(
    private readonly committee: Committee,
    readonly scale: number,
  ) {}

  get distribution() {
    return this.committee.distribution;
  }

  /** The best wait for a job of this age, if nobody else polls. */
  waitAt(elapsedMs: number, pollCostMs: number): number {
    const { scale, distribution } = this;
    const cost = this.caution * pollCostMs * Math.exp(-COST_STEP * Math.round(Math.log(scale) / COST_STEP));
    return scale * waitAt(distribution, distribution.waits(cost), elapsedMs / scale, cost);
  }

  /** As long as little is known, polls are worth more than they find: they teach, and they guard against a wrong prior. */
  private get caution(): number {
    return (this.committee.jobs + 3) / (this.committee.jobs + 4);
  }
}
