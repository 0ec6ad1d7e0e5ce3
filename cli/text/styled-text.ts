import { styleText } from 'node:util';
import { cutToWidth, terminalWidth } from './terminal-width.js';

export type Color = 'cyan' | 'gray' | 'green' | 'red' | 'yellow';

/** A piece of a line in one colour. */
export interface Span {
  readonly text: string;
  readonly color?: Color;
}

export type Paint = (spans: readonly Span[]) => string;

/** Writes spans with their colours, or without if `NO_COLOR` is set (https://no-color.org). */
export const painter =
  ({ NO_COLOR }: Readonly<Record<string, string | undefined>>): Paint =>
  spans =>
    spans
      .map(({ text, color }) =>
        color === undefined || text === '' || (NO_COLOR !== undefined && NO_COLOR !== '')
          ? text
          : styleText(color, text, { validateStream: false }),
      )
      .join('');

/** The columns that spans take. */
export const spansWidth = (spans: readonly Span[]): number =>
  spans.reduce((sum, { text }) => sum + terminalWidth(text), 0);

/** Spans cut to a number of columns; an ellipsis marks the cut. */
export function cutSpans(spans: readonly Span[], width: number): readonly Span[] {
  if (spansWidth(spans) <= width) return spans;
  let left = Math.max(0, width - 1);
  const cut = spans.map(span => {
    const text = cutToWidth(span.text, left);
    left = text === span.text ? left - terminalWidth(text) : 0;
    return { ...span, text };
  });
  return [...cut, { text: '…', color: 'gray' }];
}
