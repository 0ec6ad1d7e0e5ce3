import type { Period } from '../jobs/periods.js';
import { setText, within } from '../page/elements.js';
import { axisLabels, bandsOf } from './timeline.js';

/** What is drawn behind all rows of a batch. */
export interface Chart {
  readonly origin: number;
  readonly span: number;
  /** How far it is drawn: now, or when the watch of the batch ended. Epoch ms. */
  readonly until: number;
  /** Whether the time axis still advances. */
  readonly isRunning: boolean;
  readonly outages: readonly Period[];
  readonly openPeriods: readonly Period[];
}

/** The time axis of a batch: its labels, the outages, when the circuit was open, and where now is. Drawn once for all jobs. */
export class ChartView {
  readonly #labels: readonly Element[];
  readonly #bands: HTMLElement;
  readonly #now: HTMLElement;
  #span = 0;
  #drawn = '';

  constructor(batch: HTMLElement) {
    this.#labels = [...batch.querySelectorAll('.axis span')];
    this.#bands = within(batch, '.bands', HTMLElement);
    this.#now = within(batch, '.now', HTMLElement);
  }

  paint({ outages, openPeriods, isRunning, ...axis }: Chart): void {
    const { span, origin, until } = axis;
    if (span !== this.#span) {
      this.#span = span;
      for (const [index, text] of axisLabels(span).entries()) setText(this.#labels[index]!, text);
    }
    this.#now.hidden = !isRunning;
    this.#now.style.transform = `translateX(${((until - origin) / span) * 100}%)`;
    const bands = [
      ...bandsOf(outages, axis).map(band => ({ kind: 'outage', ...band })),
      ...bandsOf(openPeriods, axis).map(band => ({ kind: 'circuit-open', ...band })),
    ];
    const drawn = JSON.stringify(bands);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    while (this.#bands.childElementCount > bands.length) this.#bands.lastElementChild?.remove();
    while (this.#bands.childElementCount < bands.length) this.#bands.append(document.createElement('i'));
    for (const [index, element] of [...this.#bands.querySelectorAll('i')].entries()) {
      const { kind, left, width } = bands[index]!;
      element.className = kind;
      element.style.left = `${left}%`;
      element.style.width = `${width}%`;
    }
  }
}
