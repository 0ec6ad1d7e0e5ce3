import { escaped, svgDocument, svgText } from './svg.js';

export interface Bars {
  readonly title: string;
  readonly unit: string;
  readonly bars: readonly { readonly name: string; readonly value: number; readonly isOurs?: boolean }[];
  /** A limit, drawn as a labelled line. */
  readonly bound?: { readonly name: string; readonly value: number };
}

const WIDTH = 860;
const LEFT = 200;
const RIGHT = 760;
const ROW = 30;
const TOP = 48;

/** Draws one bar per row as an SVG document. */
export function drawBars({ title, unit, bars, bound }: Bars): string {
  const most = Math.max(...bars.map(({ value }) => value), bound?.value ?? 0);
  const x = (value: number): number => Math.round(LEFT + ((RIGHT - LEFT) * value) / most);
  const bottom = TOP + bars.length * ROW;
  const rows = bars.map(({ name, value, isOurs = false }, row) => {
    const y = TOP + row * ROW;
    const colour = isOurs ? '#0072b2' : '#9aa5b1';
    return [
      svgText(LEFT - 10, y + 19, name, 'end'),
      `<rect x="${LEFT}" y="${y + 4}" width="${Math.max(1, x(value) - LEFT)}" height="${ROW - 8}" fill="${colour}"/>`,
      svgText(x(value) + 6, y + 19, `${Number(value.toPrecision(3))} ${unit}`, 'start'),
    ].join('');
  });
  const line =
    bound === undefined
      ? ''
      : `<path d="M${x(bound.value)} ${TOP - 4}V${bottom + 4}" stroke="#d55e00" stroke-dasharray="5 4"/>${svgText(x(bound.value), bottom + 20, bound.name, 'middle')}`;
  return svgDocument(title, WIDTH, bottom + 32, [
    `<text x="16" y="26" fill="#333" font-weight="bold" font-size="15">${escaped(title)}</text>`,
    `<g fill="#333">${rows.join('')}${line}</g>`,
  ]);
}
