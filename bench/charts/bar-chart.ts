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

/** Draws one bar per row as an SVG document, on white so that it is readable on a dark page too. */
export function drawBars({ title, unit, bars, bound }: Bars): string {
  const most = Math.max(...bars.map(({ value }) => value), bound?.value ?? 0);
  const x = (value: number): number => Math.round(LEFT + ((RIGHT - LEFT) * value) / most);
  const bottom = TOP + bars.length * ROW;
  const rows = bars.map(({ name, value, isOurs = false }, row) => {
    const y = TOP + row * ROW;
    const colour = isOurs ? '#0072b2' : '#9aa5b1';
    return [
      text(LEFT - 10, y + 19, name, 'end'),
      `<rect x="${LEFT}" y="${y + 4}" width="${Math.max(1, x(value) - LEFT)}" height="${ROW - 8}" fill="${colour}"/>`,
      text(x(value) + 6, y + 19, `${Number(value.toPrecision(3))} ${unit}`, 'start'),
    ].join('');
  });
  const line =
    bound === undefined
      ? ''
      : `<path d="M${x(bound.value)} ${TOP - 4}V${bottom + 4}" stroke="#d55e00" stroke-dasharray="5 4"/>${text(x(bound.value), bottom + 20, bound.name, 'middle')}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${bottom + 32}" font-family="system-ui, sans-serif" font-size="13" role="img" aria-label="${escaped(title)}">`,
    `<rect width="${WIDTH}" height="${bottom + 32}" fill="#fff"/>`,
    `<text x="16" y="26" fill="#333" font-weight="bold" font-size="15">${escaped(title)}</text>`,
    `<g fill="#333">${rows.join('')}${line}</g>`,
    '</svg>',
    '',
  ].join('\n');
}

const text = (x: number, y: number, content: string, anchor: string): string =>
  `<text x="${x}" y="${y}" text-anchor="${anchor}">${escaped(content)}</text>`;

const escaped = (content: string): string =>
  content.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
