import { endLine } from './job-lines.js';
import { endingOf, isOver, type JobState } from '../jobs/job-state.js';
import type { Trouble } from '../jobs/trouble.js';
import { durationWords } from '../text/words.js';
import type { OpenView } from './view.js';
import type { Output } from '../world.js';

/** One line for each piece of news: for pipes and log files. */
export const plainView =
  (stdout: Output): OpenView =>
  states => {
    const print = (line: string): void => void stdout.write(`${line}\n`);
    const last = [...states];
    let told: Trouble | undefined;
    return {
      news: (place, state) => {
        const before = last[place];
        last[place] = state;
        const line = lineOf(state, before);
        if (line !== undefined) print(line);
      },
      trouble: trouble => {
        if (trouble === undefined) {
          if (told !== undefined) print('The service answers again.');
          told = undefined;
        } else if (isWorthTelling(trouble, told)) {
          told = trouble;
          print(`${sentence(trouble.what)}, next try in ${durationWords(trouble.nextTryAt - Date.now())}.`);
        }
      },
      close: () => undefined,
    };
  };

function lineOf(state: JobState, before: JobState | undefined): string | undefined {
  // A refused key is told once, at the end, not for each job.
  if (isOver(state)) return endingOf(state) === 'refused' ? undefined : endLine(state);
  const { label, snapshot } = state;
  if (snapshot?.polls === 0) return `${label}: created as ${snapshot.jobId}`;
  return snapshot === undefined || snapshot.status === before?.snapshot?.status
    ? undefined
    : `${label}: ${snapshot.status}`;
}

/** A single blip is not; the second failure in a row is, and each opening of the circuit. */
const isWorthTelling = (trouble: Trouble, told: Trouble | undefined): boolean =>
  told === undefined
    ? trouble.tries > 1
    : trouble.openUntil !== undefined && trouble.openUntil !== told.openUntil;

const sentence = (clause: string): string => clause.charAt(0).toUpperCase() + clause.slice(1);
