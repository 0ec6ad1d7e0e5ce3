import { escaped, svgDocument, svgText } from './svg.js';

export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** A line (the default), dots, or vertical ticks at `y`. */
  readonly as?: 'line' | 'dots' | 'ticks';
  readonly dashed?: boolean;
}

export interface Axis {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
  readonly log?: boolean;
}

export interface Chart {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
}

// The palette of Okabe and Ito, which colour-blind readers can distinguish.
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000'];
const WIDTH = 860;
const HEIGHT = 420;
const PLOT = { left: 64, top: 40, right: 640, bottom: 364 };

/** Draws a chart as an SVG document. */
export function drawChart({ title, x, y, series }: Chart): string {
  const px = scale(x, PLOT.left, PLOT.right);
  const py = scale(y, PLOT.bottom, PLOT.top);
  const grid = [
    ...x.ticks.map(tick => `<path d="M${px(tick)} ${PLOT.top}V${PLOT.bottom}"/>`),
    ...y.ticks.map(tick => `<path d="M${PLOT.left} ${py(tick)}H${PLOT.right}"/>`),
  ];
  const labels = [
    ...x.ticks.map(tick => svgText(px(tick), PLOT.bottom + 18, String(tick), 'middle')),
    ...y.ticks.map(tick => svgText(PLOT.left - 8, py(tick) + 4, String(tick), 'end')),
    svgText((PLOT.left + PLOT.right) / 2, PLOT.bottom + 42, x.label, 'middle'),
    `<text transform="translate(16 ${(PLOT.top + PLOT.bottom) / 2}) rotate(-90)" text-anchor="middle">${escaped(y.label)}</text>`,
    `<text x="${PLOT.left}" y="22" font-weight="bold" font-size="15">${escaped(title)}</text>`,
  ];
  const drawn = series.map((one, index) => draw(one, index, px, py));
  return svgDocument(title, WIDTH, HEIGHT, [
    `<clipPath id="plot"><rect x="${PLOT.left}" y="${PLOT.top - 6}" width="${PLOT.right - PLOT.left + 6}" height="${PLOT.bottom - PLOT.top + 12}"/></clipPath>`,
    `<g stroke="#ddd" fill="none">${grid.join('')}</g>`,
    `<g fill="#333">${labels.join('')}</g>`,
    ...drawn,
  ]);
}

type Place = (value: number) => number;

function draw({ name, points, as = 'line', dashed }: Series, index: number, px: Place, py: Place): string {
  const colour = COLOURS[index % COLOURS.length]!;
  const legendY = PLOT.top + 10 + index * 22;
  const legend = `<g fill="#333"><path d="M660 ${legendY}h22" stroke="${colour}" stroke-width="3"${dash(dashed)}/>${svgText(690, legendY + 4, name, 'start')}</g>`;
  if (as === 'dots') {
    const dots = points.map(([x, y]) => `<circle cx="${px(x)}" cy="${py(y)}" r="4"/>`);
    return `${legend}<g fill="${colour}" clip-path="url(#plot)">${dots.join('')}</g>`;
  }
  const path =
    as === 'ticks'
      ? points.map(([x, y]) => `M${px(x)} ${py(y)}v-14`).join('')
      : points.map(([x, y], k) => `${k === 0 ? 'M' : 'L'}${px(x)} ${py(y)}`).join('');
  return `${legend}<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"${dash(dashed)} clip-path="url(#plot)"/>`;
}

function scale({ from, to, log = false }: Axis, start: number, end: number): Place {
  const of = log ? Math.log : (value: number) => value;
  return value =>
    Math.round(10 * (start + ((of(value) - of(from)) / (of(to) - of(from))) * (end - start))) / 10;
}

const dash = (dashed: boolean | undefined): string => (dashed ? ' stroke-dasharray="6 4"' : '');
