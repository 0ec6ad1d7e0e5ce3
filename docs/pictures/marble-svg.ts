import { marksOf, type Mark } from './marble-text.js';
import type { Row } from './observe.js';

const WIDTH = 720;
const LEFT = 104;
const RIGHT = 16;
const ROW = 44;
const TOP = 14;

/** Words for the letters of scripts and states. */
const WORDS: Readonly<Record<string, string>> = {
  p: 'pending',
  r: 'running',
  c: 'completed',
  e: 'error',
  S: '503',
  N: 'no network',
};
const CIRCUIT: Readonly<Record<string, string>> = { c: 'closed', o: 'open', h: '' };
const PAUSED: Readonly<Record<string, string>> = { p: 'paused', r: '' };

/** Colours that can be read on white and on black. */
const COLOURS: Readonly<Record<string, string>> = {
  p: '#8a8f98',
  r: '#3b82f6',
  c: '#16a34a',
  e: '#dc2626',
  S: '#dc2626',
  x: '#dc2626',
  '#': '#dc2626',
  o: '#16a34a',
  a: '#8a8f98',
  w: '#d97706',
};

/**
 * Draws marbles, one line for each row. Lines and text have the colour of the text around the picture, so that it fits a light page and a dark one.
 */
export function svgOf(title: string, rows: readonly Row[], lastsMs: number): string {
  const height = TOP + rows.length * ROW + 24;
  const x = (at: number): number => round(LEFT + ((WIDTH - LEFT - RIGHT) * at) / lastsMs);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" font-family="ui-sans-serif, system-ui, sans-serif" font-size="13" fill="currentColor" style="max-width: 100%; height: auto">`,
    // For a picture on its own; within a page, the page decides.
    '<style>:root { color: #213547 } @media (prefers-color-scheme: dark) { :root { color: #dfdfd6 } }</style>',
    `<title>${escaped(title)}</title>`,
    ...rows.flatMap((row, index) => drawn(row, TOP + index * ROW + ROW / 2, x, lastsMs)),
    ...axis(TOP + rows.length * ROW, x, lastsMs),
    '</svg>',
  ];
  return `${parts.join('\n')}\n`;
}

function drawn(row: Row, y: number, x: (at: number) => number, lastsMs: number): readonly string[] {
  const label = `<text x="${LEFT - 20}" y="${y + 4}" text-anchor="end">${escaped(row.label)}</text>`;
  const marks = marksOf(row.marbles).filter(({ at }) => at <= lastsMs);
  const line = `<line x1="${x(startOf(marks))}" y1="${y}" x2="${x(endOf(marks, lastsMs))}" y2="${y}" stroke="currentColor" stroke-opacity="0.35" stroke-width="1.5"/>`;
  return row.kind === 'state'
    ? [label, ...bars(row, marks, y, x, lastsMs)]
    : [
        label,
        line,
        ...marks
          .filter(({ sign }) => sign !== '^')
          .map((mark, index, all) => marble(row, mark, all[index - 1], x, y)),
      ];
}

/** A line begins when somebody subscribes, and ends with the stream or when they unsubscribe. */
const startOf = (marks: readonly Mark[]): number => marks.find(({ sign }) => sign === '^')?.at ?? 0;
const endOf = (marks: readonly Mark[], lastsMs: number): number =>
  marks.find(({ sign }) => '|#!'.includes(sign))?.at ?? lastsMs;

function bars(
  { label }: Row,
  marks: readonly Mark[],
  y: number,
  x: (at: number) => number,
  lastsMs: number,
): readonly string[] {
  const words = label === 'circuit' ? CIRCUIT : label === 'paused$' ? PAUSED : WORDS;
  return marks.flatMap(({ at, sign }, index) => {
    const word = words[sign] ?? sign;
    if (word === '') return [];
    const until = marks[index + 1]?.at ?? lastsMs;
    const width = round(x(until) - x(at));
    const colour =
      label === 'service'
        ? (COLOURS[sign] ?? '#8a8f98')
        : sign === 'o' || sign === 'p'
          ? '#d97706'
          : '#16a34a';
    return [
      `<rect x="${x(at)}" y="${y - 11}" width="${width}" height="22" rx="4" fill="${colour}" fill-opacity="0.22" stroke="${colour}"/>`,
      ...(width > 8 * word.length
        ? [`<text x="${round(x(at) + width / 2)}" y="${y + 4}" text-anchor="middle">${word}</text>`]
        : []),
    ];
  });
}

/** A snapshot is a circle with its letter, a request a small dot; an end is a bar, an error a cross. */
function marble(
  row: Row,
  { at, sign }: Mark,
  before: Mark | undefined,
  x: (at: number) => number,
  y: number,
): string {
  // What comes at the same moment is drawn beside it.
  const left = x(at) + (before?.at === at ? 17 : 0);
  const colour = COLOURS[sign] ?? 'currentColor';
  if (sign === '!')
    return `<path d="M${left} ${y - 10}v20" stroke="currentColor" stroke-width="1.5" stroke-dasharray="3 2"/>`;
  if (sign === '|') return `<path d="M${left} ${y - 13}v26" stroke="currentColor" stroke-width="2.5"/>`;
  if (sign === '#' || sign === 'x') {
    const size = sign === '#' ? 9 : 6;
    return `<path d="M${left - size} ${y - size}l${2 * size} ${2 * size}m0 -${2 * size}l-${2 * size} ${2 * size}" stroke="${colour}" stroke-width="2.5" fill="none"/>`;
  }
  if (row.label === 'polls' || row.label === 'creates' || row.label === 'wake$') {
    return `<circle cx="${left}" cy="${y}" r="5.5" fill="${colour}"/>`;
  }
  return `<circle cx="${left}" cy="${y}" r="12" fill="${colour}"/><text x="${left}" y="${y + 4}" text-anchor="middle" fill="#fff">${escaped(sign)}</text>`;
}

function axis(y: number, x: (at: number) => number, lastsMs: number): readonly string[] {
  const seconds = Array.from({ length: Math.floor(lastsMs / 1000) + 1 }, (_, second) => second);
  return seconds.map(
    second =>
      `<text x="${x(second * 1000)}" y="${y + 14}" text-anchor="middle" font-size="11" fill-opacity="0.7">${second} s</text>`,
  );
}

const round = (value: number): number => Math.round(value * 10) / 10;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
