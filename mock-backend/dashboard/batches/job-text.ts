import type { JobTrack, TrackStatus } from '../jobs/job-track.js';
import { counted } from '../counted.js';

/** The page's word for each status. */
export const statusWords: Readonly<Record<TrackStatus, string>> = {
  pending: 'pending',
  running: 'running',
  completed: 'completed',
  error: 'failed',
  lost: 'lost',
};

/** When the next poll will be sent: epoch ms. While watches are held, and during a poll, none is planned. */
export const plannedPollAt = (
  { nextPollAt, isWatched }: JobTrack,
  heldBy: string | undefined,
  now: number,
): number | undefined =>
  isWatched && heldBy === undefined && nextPollAt !== undefined && nextPollAt > now ? nextPollAt : undefined;

/** When the next poll is, while the job is watched; else how long after its end it was noticed. */
export const clockText = (track: JobTrack, heldBy: string | undefined, now: number): string => {
  const { endedAt, settledAt, isOpen, isWatched } = track;
  if (isWatched) {
    const nextPollAt = plannedPollAt(track, heldBy, now);
    // Whole seconds: on fifty rows, tenths are a flicker, and the timeline shows them anyway.
    return (
      heldBy ?? (nextPollAt === undefined ? 'polling' : `next in ${Math.ceil((nextPollAt - now) / 1000)} s`)
    );
  }
  if (isOpen) return 'not watched';
  if (endedAt === undefined || settledAt === undefined) return '';
  return `noticed after ${(Math.max(0, settledAt - endedAt) / 1000).toFixed(1)} s`;
};

/** How many polls succeeded, and how many failed. */
export const pollsText = ({ polls, failures }: JobTrack): string =>
  `${counted(polls, 'poll')}${failures > 0 ? ` + ${failures} failed` : ''}`;
