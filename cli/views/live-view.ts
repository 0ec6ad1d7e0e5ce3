import type { Host, Output } from '../host.js';
import { isFinished, outcomeOf } from '../jobs/job-state.js';
import type { Trouble } from '../jobs/trouble.js';
import { cutSpans, painter, type Color, type Span } from '../text/styled-text.js';
import { createdLine, finalLines } from './job-lines.js';
import { LiveArea } from './live-area.js';
import { footerLine, jobLine, layoutFor } from './live-lines.js';
import { wrongUrlText, mayBeWrongUrl } from './trouble-lines.js';
import type { OpenView } from './view.js';

const COLORS = {
  completed: 'green',
  failed: 'red',
  refused: 'red',
  running: 'yellow',
  lost: 'yellow',
} as const;
/** Ten times a second is as often as a spinner needs. */
const FRAME_MS = 100;
/** The size of a VT100; used if the terminal does not report its own. */
const DEFAULT_SIZE = { columns: 80, rows: 24 };

/** A live line for each open job and one for all of them; final results scroll up as permanent lines. */
export const liveView =
  ({ stdout, env, now }: Pick<Host, 'stdout' | 'env' | 'now'>, timeoutMs: number): OpenView =>
  initial => {
    const paint = painter(env);
    const states = [...initial];
    let trouble: Trouble | undefined;
    const area = new LiveArea(stdout);
    let unprinted: Span[] = [];
    let wasPrinted = false;
    let hasNamedUrl = false;

    const draw = (): void => {
      const { columns, rows } = sizeOf(stdout);
      const at = now();
      const open = states.filter(state => !isFinished(state));
      const layout = layoutFor(states, columns);
      // A terminal cannot redraw lines that have scrolled off the screen: the other jobs wait until there is room.
      const shown = open.slice(0, Math.max(1, rows - 3));
      const isTroubled = trouble !== undefined;
      const live = [
        ...shown.map(state => jobLine(state, layout, at, isTroubled)),
        footerLine({ total: states.length, open: open.length, shown: shown.length, trouble }, at),
      ];
      area.draw(
        live.map(line => paint(cutSpans(line, columns))),
        unprinted.map(line => paint([line])),
      );
      unprinted = [];
    };
    draw();
    const frames = setInterval(() => {
      wasPrinted = false;
      draw();
    }, FRAME_MS);

    /** Prints permanent lines at once, but only once between two frames: thousands of jobs may end together. */
    const print = (lines: readonly string[], color: Color): void => {
      unprinted.push(...lines.map(text => ({ text, color })));
      if (!wasPrinted) draw();
      wasPrinted = true;
    };

    return {
      update: (index, state) => {
        states[index] = state;
        if (!isFinished(state)) {
          if (state.snapshot?.polls === 0) print([createdLine(state)], 'gray');
          return;
        }
        const outcome = outcomeOf(state);
        // A refused key is reported once, at the end, not for each job.
        print(outcome === 'refused' ? [] : finalLines(state), COLORS[outcome]);
      },
      trouble: next => {
        if (!hasNamedUrl && mayBeWrongUrl(next)) {
          hasNamedUrl = true;
          print([wrongUrlText(next, now(), timeoutMs)], COLORS.running);
        }
        trouble = next;
      },
      close: () => {
        clearInterval(frames);
        const open = states.filter(state => !isFinished(state));
        unprinted.push(...open.flatMap(finalLines).map(text => ({ text, color: COLORS.running })));
        draw();
        area.close();
      },
    };
  };

function sizeOf({ columns = 0, rows = 0 }: Output): { readonly columns: number; readonly rows: number } {
  return { columns: columns || DEFAULT_SIZE.columns, rows: rows || DEFAULT_SIZE.rows };
}
