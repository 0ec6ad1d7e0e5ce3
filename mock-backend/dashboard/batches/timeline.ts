import type { Period } from '../jobs/periods.js';

/** The height of a timeline in the units of its drawing. Its width is its span in ms. */
export const lineHeight = 20;

const spans = [5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 300].map(seconds => seconds * 1000);

/** The shortest round span of at least `ms`. */
export const spanFor = (ms: number): number =>
  spans.find(span => ms <= span) ?? Math.ceil(ms / 300_000) * 300_000;

/** The seconds at each fifth of a span, both ends included: `0`, `4`, `8`, `12`, `16`, `20 s`. */
export const axisLabels = (span: number): readonly string[] =>
  [0, 1, 2, 3, 4, 5].map(fifth => `${(span * fifth) / 5000}${fifth === 5 ? ' s' : ''}`);

/** A poll, as tall as the timeline; a failed one covers its lower half only. */
export const tickPath = (atMs: number, isFailed = false): string =>
  `M${Math.round(atMs)} ${isFailed ? lineHeight / 2 : 2}V${lineHeight - 2}`;

/** A filled stretch of a timeline, between two heights; empty if it has no length. */
export const boxPath = (from: number, to: number, top = 0, bottom = lineHeight): string =>
  to > from ? `M${Math.round(from)} ${top}H${Math.round(to)}V${bottom}H${Math.round(from)}Z` : '';

/** Where a period is drawn on an axis, in percent of its length. */
export interface Band {
  readonly left: number;
  readonly width: number;
}

/** The part of each period that falls on an axis from `origin`, `span` ms long; one that has not ended reaches to `until`. */
export const bandsOf = (
  periods: readonly Period[],
  { origin, span, until }: { readonly origin: number; readonly span: number; readonly until: number },
): readonly Band[] =>
  periods
    .map(({ from, to = until }) => {
      const left = Math.max(from - origin, 0);
      return { left, width: Math.min(to, until, origin + span) - origin - left };
    })
    .filter(({ width }) => width > 0)
    .map(({ left, width }) => ({ left: (left / span) * 100, width: (width / span) * 100 }));
