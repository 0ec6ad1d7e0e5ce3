import type { TrackStatus } from '../jobs/job-track.js';

/** Which jobs the page shows. */
export type Show = 'all' | 'open' | 'failed';

/** Is a job with this status shown? */
export const isShown = (status: TrackStatus, show: Show): boolean => {
  switch (show) {
    case 'all':
      return true;
    case 'open':
      return status === 'pending' || status === 'running';
    case 'failed':
      return status === 'error' || status === 'lost';
  }
};
