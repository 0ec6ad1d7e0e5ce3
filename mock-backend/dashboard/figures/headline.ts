import type { CircuitState } from 'heygen-rx';

type Mood = 'calm' | 'busy' | 'troubled' | 'shut' | 'held' | 'done';

/** All that the sentence at the top depends on. */
export interface Situation {
  readonly circuit: CircuitState['state'];
  /** Why everything is paused; absent while it is not. */
  readonly pausedBy?: string | undefined;
  /** Jobs on the page. */
  readonly total: number;
  /** Jobs of the batches that are being watched, those included that have ended. */
  readonly watched: number;
  /** Jobs that are being watched and have not ended. */
  readonly open: number;
  /** Jobs that were open when their watch was stopped by hand. */
  readonly left: number;
  readonly failed: number;
  readonly lost: number;
  /** A request failed within the last seconds. */
  readonly isFailing: boolean;
  /** Not all jobs could be created. */
  readonly isBroken: boolean;
}

export interface Headline {
  readonly mood: Mood;
  readonly text: string;
}

/**
 * What is going on, in a sentence. It is read out, so it holds no number that changes while things go on as they are.
 */
export const headlineOf = (situation: Situation): Headline =>
  situation.open === 0 ? restOf(situation) : workOf(situation);

const restOf = ({ total, left, failed, lost, isBroken }: Situation): Headline => {
  if (isBroken)
    return { mood: 'troubled', text: 'Some jobs could not be created. Try again: none is made twice.' };
  if (total === 0) return { mood: 'calm', text: 'Nothing is watched yet. Create some jobs.' };
  if (left > 0) return { mood: 'calm', text: `${jobs(left)} left to the backend, where they go on.` };
  const rest = failed > 0 ? `, ${failed} failed` : '';
  if (lost > 0)
    return { mood: 'troubled', text: `${jobs(lost)} of ${total} lost sight of${rest}: the cards say why.` };
  return { mood: 'done', text: `${total === 1 ? 'The job' : `All ${jobs(total)}`} seen to the end${rest}.` };
};

const workOf = ({ circuit, pausedBy, watched, isFailing }: Situation): Headline => {
  if (pausedBy !== undefined)
    return { mood: 'held', text: `Paused ${pausedBy}: no polls are sent. The jobs go on at the backend.` };
  switch (circuit) {
    case 'isolated':
      return {
        mood: 'held',
        text: 'The circuit was opened by hand: nothing is sent. The jobs go on at the backend.',
      };
    case 'open':
      return {
        mood: 'shut',
        text: 'The backend does not answer as it should: the circuit is open, nothing is sent. No job is lost.',
      };
    case 'half-open':
      return { mood: 'shut', text: 'One request asks whether the backend is well again.' };
    case 'closed':
      return isFailing
        ? { mood: 'troubled', text: 'Some requests fail. They are tried again, each after a longer wait.' }
        : { mood: 'busy', text: `Watching ${jobs(watched)}.` };
  }
};

const jobs = (count: number): string => `${count} ${count === 1 ? 'job' : 'jobs'}`;
