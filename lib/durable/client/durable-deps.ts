import type { SchedulerLike } from 'rxjs';
import type { ClientEvent } from '../../model/events.js';
import type { RecentJobs } from '../../stream/create/recent-jobs.js';
import type { OpenStreams } from '../../stream/open-streams.js';
import type { TimerQueue } from '../../stream/time/timer-queue.js';
import type { EngineUpdates } from './updates/engine-updates.js';

/** What the watches and creates of a durable client share. */
export interface DurableDeps {
  readonly updates: EngineUpdates;
  readonly timers: TimerQueue;
  readonly scheduler: SchedulerLike;
  readonly openStreams: OpenStreams;
  readonly recentJobs: RecentJobs;
  readonly emit: (event: ClientEvent) => void;
}
