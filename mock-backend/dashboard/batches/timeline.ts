/** A period of time, epoch ms; without an end it continues. */
export interface Period {
  readonly from: number;
  readonly to?: number;
}

/** The height of a timeline in the units of its drawing. Its width is its span in ms. */
export const lineHeight = 20;

const spans = [5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 300].map(seconds => seconds * 1000);

/** The shortest round span that holds so many ms. */
export const spanFor = (ms: number): number =>
  spans.find(span => ms <= span) ?? Math.ceil(ms / 300_000) * 300_000;

/** A grid line at each fifth of a span. */
export const gridPath = (span: number): string =>
  [1, 2, 3, 4].map(fifth => `M${(span * fifth) / 5} 0V${lineHeight}`).join('');

/** The seconds at each fifth of a span, both ends included: `0`, `4`, `8`, `12`, `16`, `20 s`. */
export const axisLabels = (span: number): readonly string[] =>
  [0, 1, 2, 3, 4, 5].map(fifth => `${(span * fifth) / 5000}${fifth === 5 ? ' s' : ''}`);

/** A poll, as tall as the timeline; a failed one covers its lower half only. */
export const tickPath = (atMs: number, isFailed = false): string =>
  `M${Math.round(atMs)} ${isFailed ? lineHeight / 2 : 2}V${lineHeight - 2}`;

/** Filled periods, as far as they fall between `origin` and `until`; one without an end reaches to the latter. */
export const periodPath = (periods: readonly Period[], origin: number, until: number): string =>
  periods
    .map(({ from, to = until }) => [Math.max(from, origin) - origin, Math.min(to, until) - origin] as const)
    .filter(([left, right]) => right > left)
    .map(([left, right]) => `M${Math.round(left)} 0H${Math.round(right)}V${lineHeight}H${Math.round(left)}Z`)
    .join('');
