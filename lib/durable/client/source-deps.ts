import type { SchedulerLike } from 'rxjs';
import type { ClientEvent } from '../../model/events.js';
import type { RecentJobs } from '../../stream/create/recent-jobs.js';
import type { OpenStreams } from '../../stream/open-streams.js';
import type { Clock } from '../../stream/time/clock.js';
import type { EngineNews } from './engine-news.js';

/** What the watches and creates of a durable client share. */
export interface DurableDeps {
  readonly news: EngineNews;
  readonly clock: Clock;
  readonly scheduler: SchedulerLike;
  readonly openStreams: OpenStreams;
  readonly recentJobs: RecentJobs;
  readonly emit: (event: ClientEvent) => void;
}

/** For how long after its deadline a client waits for the last word of a worker, in ms: a last poll takes up to 30 s. Then it ends by itself: there may be no worker. */
export const LAST_WORD_MS = 35_000;
