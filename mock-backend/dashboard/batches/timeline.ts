/** A stretch of time, epoch ms; without an end it goes on. */
export interface Stretch {
  readonly from: number;
  readonly to?: number;
}

/** How high a time line is, in the units of its drawing. Its width is a span in ms. */
export const lineHeight = 20;

const spans = [5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 300].map(seconds => seconds * 1000);

/** The shortest round span that holds so many ms. */
export const spanFor = (ms: number): number =>
  spans.find(span => ms <= span) ?? Math.ceil(ms / 300_000) * 300_000;

/** A line each fifth of a span. */
export const gridPath = (span: number): string =>
  [1, 2, 3, 4].map(fifth => `M${(span * fifth) / 5} 0V${lineHeight}`).join('');

/** A poll, as tall as the line; a failed one hangs from the middle down. */
export const tickPath = (atMs: number, isFailed = false): string =>
  `M${Math.round(atMs)} ${isFailed ? lineHeight / 2 : 2}V${lineHeight - 2}`;

/** Filled stretches, as far as they fall between `origin` and `until`; one without an end reaches to the latter. */
export const stretchPath = (stretches: readonly Stretch[], origin: number, until: number): string =>
  stretches
    .map(({ from, to = until }) => [Math.max(from, origin) - origin, Math.min(to, until) - origin] as const)
    .filter(([left, right]) => right > left)
    .map(([left, right]) => `M${Math.round(left)} 0H${Math.round(right)}V${lineHeight}H${Math.round(left)}Z`)
    .join('');
