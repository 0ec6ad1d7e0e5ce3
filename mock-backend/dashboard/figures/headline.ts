import type { CircuitState } from 'heygen-rx';
import type { JobCounts } from '../jobs/job-counts.js';
import { counted } from '../counted.js';

type Tone = 'idle' | 'busy' | 'trouble' | 'circuit-open' | 'paused' | 'done';

/** Everything that the headline depends on. */
export interface Situation extends JobCounts {
  readonly circuit: CircuitState['state'];
  /** Why everything is paused; absent while it is not. */
  readonly pausedBy?: string | undefined;
  /** A request failed within the last seconds. */
  readonly isFailing: boolean;
  /** What is wrong with the backend, as the beginning of a sentence; absent while nothing is known to be. */
  readonly cause?: string | undefined;
}

export interface Headline {
  readonly tone: Tone;
  readonly text: string;
}

/** What is going on, in one sentence. Screen readers read it out, so it has no number that changes while nothing else does. */
export const headlineOf = (situation: Situation): Headline =>
  situation.open === 0 ? idleHeadline(situation) : busyHeadline(situation);

/** The backend may have jobs of other pages, or from before a reload. */
const NO_JOBS: Headline = { tone: 'idle', text: 'No jobs on this page yet. Create some.' };

const idleHeadline = (situation: Situation): Headline => {
  const { total, unwatched, uncreated, failed, lost, isBroken, cause } = situation;
  if (isBroken)
    return {
      tone: 'trouble',
      text: 'Some jobs could not be created. Try again: no job will be created twice.',
    };
  if (total === 0) return cause === undefined ? NO_JOBS : { tone: 'trouble', text: `${cause}.` };
  if (unwatched + uncreated > 0) return { tone: 'idle', text: stoppedText(unwatched, uncreated) };
  const failures = failed > 0 ? `, ${failed} failed` : '';
  if (lost > 0)
    return { tone: 'trouble', text: `${jobs(lost)} of ${total} lost${failures}. Their details say why.` };
  return { tone: 'done', text: `${total === 1 ? 'The job is' : `All ${jobs(total)} are`} done${failures}.` };
};

const stoppedText = (unwatched: number, uncreated: number): string =>
  [
    ...(unwatched > 0
      ? [
          `Stopped watching ${jobs(unwatched)}; ${unwatched === 1 ? 'it continues' : 'they continue'} on the backend.`,
        ]
      : []),
    ...(uncreated > 0 ? [`${jobs(uncreated)} not created yet: resume the batch to create them.`] : []),
  ].join(' ');

const busyHeadline = ({ circuit, pausedBy, watched, isFailing, cause }: Situation): Headline => {
  if (pausedBy !== undefined)
    return {
      tone: 'paused',
      text: `Paused ${pausedBy}: nothing is polled. The jobs continue on the backend.`,
    };
  switch (circuit) {
    case 'isolated':
      return {
        tone: 'paused',
        text: 'The circuit was opened manually, so nothing is sent. The jobs continue on the backend.',
      };
    case 'open':
      return {
        tone: 'circuit-open',
        text: `${cause ?? 'Requests failed'}: the circuit is open, nothing is sent. No job is lost.`,
      };
    case 'half-open':
      return { tone: 'circuit-open', text: 'One request is testing whether the backend works again.' };
    case 'closed':
      return isFailing
        ? {
            tone: 'trouble',
            text: `${cause ?? 'Some requests fail'}. Requests are retried with growing delays.`,
          }
        : { tone: 'busy', text: `Watching ${jobs(watched)}.` };
  }
};

const jobs = (count: number): string => counted(count, 'job');
