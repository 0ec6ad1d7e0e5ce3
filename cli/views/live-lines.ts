import { statusWord, type JobState } from '../jobs/job-state.js';
import type { Trouble } from '../jobs/trouble.js';
import { counted } from '../text/counted.js';
import { clockText } from '../text/duration-text.js';
import { plainText } from '../text/plain-text.js';
import { spansWidth, type Span } from '../text/styled-text.js';
import { inColumns, terminalWidth } from '../text/terminal-width.js';
import { timesText } from './times-text.js';

const SPINNER = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';

/** The widths of the columns. */
export interface LineLayout {
  /** Of the screen. */
  readonly width: number;
  readonly labelWidth: number;
  readonly barWidth: number;
}

/** Divides the width of the screen: labels get 30 %, 36 columns at most, bars an eighth, 4 to 20 columns. */
export function layoutFor(states: readonly JobState[], width: number): LineLayout {
  const longest = Math.max(0, ...states.map(({ label }) => terminalWidth(plainText(label))));
  return {
    width,
    labelWidth: Math.min(36, longest, Math.floor(width * 0.3)),
    barWidth: Math.max(4, Math.min(20, Math.floor(width / 8))),
  };
}

/** The live line of an open job. */
export function jobLine(
  { label, snapshot }: JobState,
  { width, labelWidth, barWidth }: LineLayout,
  now: number,
  isTroubled: boolean,
): readonly Span[] {
  const spinner = SPINNER[Math.floor(now / 100) % SPINNER.length]!;
  const name: readonly Span[] = [
    { text: spinner, color: 'cyan' },
    { text: ` ${inColumns(plainText(label), labelWidth)}  ` },
  ];
  if (snapshot === undefined) return [...name, { text: 'waiting for a response', color: 'gray' }];
  const progress = 'progress' in snapshot ? snapshot.progress : undefined;
  const line = [
    ...name,
    ...(progress === undefined ? [{ text: plainText(statusWord(snapshot)) }] : barSpans(progress, barWidth)),
    { text: '  ' },
  ];
  const left = width - spansWidth(line);
  return [...line, { text: timesText(snapshot, now, isTroubled, left), color: 'gray' }];
}

function barSpans(progress: number, width: number): readonly Span[] {
  const filled = Math.round(progress * width);
  return [
    { text: '█'.repeat(filled), color: 'cyan' },
    { text: '░'.repeat(width - filled), color: 'gray' },
    { text: ` ${`${Math.round(progress * 100)} %`.padStart(5)}` },
  ];
}

interface FooterFacts {
  readonly total: number;
  readonly open: number;
  /** Open jobs that have a line. */
  readonly shown: number;
  readonly trouble: Trouble | undefined;
}

/** The line below the jobs: how many are done, and any trouble with the service. */
export function footerLine({ total, open, shown, trouble }: FooterFacts, now: number): readonly Span[] {
  const hidden = open > shown ? `${open - shown} more open, ` : '';
  const done: Span = { text: `  ${hidden}${total - open} of ${counted(total, 'job')} done`, color: 'gray' };
  if (trouble === undefined) return [done];
  // The countdown first: the rest may not fit.
  return [done, { text: `  ! ${retryText(trouble, now)}${plainText(trouble.what)}`, color: 'yellow' }];
}

function retryText(trouble: Trouble, now: number): string {
  if (trouble.type === 'workers') return '';
  const { retryAt } = trouble;
  return retryAt > now ? `retrying in ${clockText(retryAt - now)}: ` : 'retrying: ';
}
