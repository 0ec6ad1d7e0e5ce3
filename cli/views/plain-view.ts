import type { Output } from '../host.js';
import { isFinished, outcomeOf, type JobState } from '../jobs/job-state.js';
import type { Trouble } from '../jobs/trouble.js';
import { durationText } from '../text/duration-text.js';
import { plainText } from '../text/plain-text.js';
import { createdLine, finalLines } from './job-lines.js';
import type { OpenView } from './view.js';

/** A line for each change: for pipes and log files. */
export const plainView =
  (stdout: Output): OpenView =>
  initial => {
    const print = (line: string): void => void stdout.write(`${line}\n`);
    const states = [...initial];
    let reported: Trouble | undefined;
    return {
      update: (index, state) => {
        const before = states[index];
        states[index] = state;
        for (const line of linesFor(state, before)) print(line);
      },
      trouble: trouble => {
        if (trouble === undefined) {
          if (reported !== undefined) print('The service answers again.');
          reported = undefined;
        } else if (isWorthReporting(trouble, reported)) {
          reported = trouble;
          const { what, retryAt } = trouble;
          print(
            `${capitalized(plainText(what))}, retrying in ${durationText(Math.max(0, retryAt - Date.now()))}.`,
          );
        }
      },
      close: () => undefined,
    };
  };

function linesFor(state: JobState, before: JobState | undefined): readonly string[] {
  // A refused key is reported once, at the end, not for each job.
  if (isFinished(state)) return outcomeOf(state) === 'refused' ? [] : finalLines(state);
  const { label, snapshot } = state;
  if (snapshot?.polls === 0) return [createdLine(state)];
  return snapshot === undefined || snapshot.status === before?.snapshot?.status
    ? []
    : [plainText(`${label}: ${snapshot.status}`)];
}

/** Reports the second failed attempt in a row, not the first, and each opening of the circuit. */
const isWorthReporting = (trouble: Trouble, reported: Trouble | undefined): boolean =>
  reported === undefined
    ? trouble.attempts > 1
    : trouble.openUntil !== undefined && trouble.openUntil !== reported.openUntil;

const capitalized = (clause: string): string => clause.charAt(0).toUpperCase() + clause.slice(1);
