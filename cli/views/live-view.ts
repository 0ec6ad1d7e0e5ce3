import { styleText } from 'node:util';
import { MultiBar, type SingleBar } from 'cli-progress';
import { isFinished, outcomeOf, type JobState } from '../jobs/job-state.js';
import type { Trouble } from '../jobs/trouble.js';
import { counted } from '../text/counted.js';
import { clockText } from '../text/duration-text.js';
import { finalLine } from './job-lines.js';
import { timesText } from './times-text.js';
import type { OpenView } from './view.js';
import type { Host, Output } from '../host.js';

const WIDTH = 20;
const LONGEST_LABEL = 36;
const SPINNER = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';
const COLORS = {
  completed: 'green',
  failed: 'red',
  running: 'yellow',
  lost: 'yellow',
} as const;
const TO_THE_END_OF_THE_LINE = '\x1b[K';

type Color = Parameters<typeof styleText>[0];

/** A line for each open job, always up to date, and one for the whole; what has ended moves up. */
export const liveView =
  (stdout: Output, env: Host['env']): OpenView =>
  initial => {
    const paint = painter(env);
    const states = [...initial];
    let trouble: Trouble | undefined;
    let open: readonly JobState[] = states;
    let openCount = states.length;
    const labelWidth = Math.min(LONGEST_LABEL, Math.max(...states.map(({ label }) => label.length)));

    const bars = new MultiBar({
      stream: stdout as unknown as NodeJS.WritableStream,
      hideCursor: true,
      forceRedraw: true,
      clearOnComplete: true,
      gracefulExit: false,
    });
    // What does not fit on the screen waits for a place: a terminal cannot redraw what has scrolled away.
    const rows = stdout.rows === undefined || stdout.rows === 0 ? 24 : stdout.rows;
    const places = Math.max(1, Math.min(states.length, rows - 3));
    const slots: SingleBar[] = Array.from({ length: places }, (_, slot) =>
      bars.create(1, 0, undefined, {
        format: () => openLine(open[slot], { labelWidth, isTroubled: trouble !== undefined, paint }),
      }),
    );
    bars.create(1, 0, undefined, { format: () => footer(states, open, slots.length, trouble, paint) });
    const log = (line: string): void => bars.log(`${line}${TO_THE_END_OF_THE_LINE}\n`);

    bars.on('update-pre', () => (open = states.filter(state => !isFinished(state))));

    return {
      update: (index, state) => {
        states[index] = state;
        const { label, snapshot } = state;
        if (!isFinished(state)) {
          if (snapshot?.polls === 0) log(paint('gray', `  ${label}: created as ${snapshot.jobId}`));
          return;
        }
        const ending = outcomeOf(state);
        // A refused key is told once, at the end, not for each job.
        if (ending !== 'refused') log(paint(COLORS[ending], finalLine(state)));
        openCount--;
        while (slots.length > Math.max(1, openCount)) bars.remove(slots.pop()!);
      },
      trouble: now => (trouble = now),
      close: () => {
        for (const state of states.filter(each => !isFinished(each)))
          log(paint(COLORS.running, finalLine(state)));
        bars.update();
        bars.stop();
      },
    };
  };

type Paint = (color: Color, text: string) => string;

const painter =
  ({ NO_COLOR }: Host['env']): Paint =>
  (color, text) =>
    NO_COLOR === undefined || NO_COLOR === '' ? styleText(color, text, { validateStream: false }) : text;

interface LineTerms {
  readonly labelWidth: number;
  readonly isTroubled: boolean;
  readonly paint: Paint;
}

function openLine(state: JobState | undefined, { labelWidth, isTroubled, paint }: LineTerms): string {
  if (state === undefined) return '';
  const now = Date.now();
  const { label, snapshot } = state;
  const name = label.length > labelWidth ? `${label.slice(0, labelWidth - 1)}…` : label.padEnd(labelWidth);
  const spinner = SPINNER[Math.floor(now / 100) % SPINNER.length]!;
  if (snapshot === undefined)
    return `${paint('cyan', spinner)} ${name}  ${paint('gray', 'waiting for an answer')}`;
  const how = 'progress' in snapshot ? bar(snapshot.progress ?? 0, paint) : snapshot.status;
  return `${paint('cyan', spinner)} ${name}  ${how}  ${paint('gray', timesText(snapshot, now, isTroubled))}`;
}

function bar(progress: number, paint: Paint): string {
  const filled = Math.round(progress * WIDTH);
  const percent = `${Math.round(progress * 100)} %`.padStart(5);
  return `${paint('cyan', '█'.repeat(filled))}${paint('gray', '░'.repeat(WIDTH - filled))} ${percent}`;
}

function footer(
  states: readonly JobState[],
  open: readonly JobState[],
  shown: number,
  trouble: Trouble | undefined,
  paint: Paint,
): string {
  const hidden = open.length > shown ? `${open.length - shown} more open, ` : '';
  const done = paint(
    'gray',
    `  ${hidden}${states.length - open.length} of ${counted(states.length, 'job')} done`,
  );
  if (trouble === undefined) return done;
  const waitMs = trouble.retryAt - Date.now();
  const next = waitMs > 0 ? `retrying in ${clockText(waitMs)}` : 'retrying';
  return `${done}  ${paint('yellow', `! ${trouble.what}, ${next}`)}`;
}
