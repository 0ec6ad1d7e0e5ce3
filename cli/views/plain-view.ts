import type { Host } from '../host.js';
import { isFinished, outcomeOf, statusWord, type JobState } from '../jobs/job-state.js';
import type { Trouble } from '../jobs/trouble.js';
import { plainText } from '../text/plain-text.js';
import { createdLine, finalLines } from './job-lines.js';
import { troubleLines } from './trouble-lines.js';
import type { OpenView } from './view.js';

/** A line for each change, for pipes and log files; trouble goes to stderr. */
export const plainView =
  ({ stdout, stderr, now }: Pick<Host, 'stdout' | 'stderr' | 'now'>, timeoutMs: number): OpenView =>
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
        const result = troubleLines(reported, trouble, now(), timeoutMs);
        ({ reported } = result);
        for (const line of result.lines) stderr.write(`${line}\n`);
      },
      close: () => undefined,
    };
  };

function linesFor(state: JobState, before: JobState | undefined): readonly string[] {
  // A refused key is reported once, at the end, not for each job.
  if (isFinished(state)) return outcomeOf(state) === 'refused' ? [] : finalLines(state);
  const { label, snapshot } = state;
  if (snapshot?.polls === 0) return [createdLine(state)];
  if (snapshot === undefined) return [];
  const [word, earlier] = [statusWord(snapshot), before?.snapshot && statusWord(before.snapshot)];
  return word === earlier ? [] : [plainText(`${label}: ${word}`)];
}
