import type { BatchCounts } from 'heygen-rx';
import type { Batch } from '../jobs/batch.js';
import { setText, within } from '../page/elements.js';
import { statusWords } from './job-text.js';

/** In the order of the bar. */
const kinds: readonly (keyof BatchCounts)[] = ['completed', 'error', 'lost', 'running', 'pending'];

/** How many jobs of a batch have each status: `9 completed, 3 failed`. */
export const countsText = (counts: BatchCounts | undefined): string =>
  kinds
    .filter(kind => (counts?.[kind] ?? 0) > 0)
    .map(kind => `${counts?.[kind] ?? 0} ${statusWords[kind]}`)
    .join(', ');

/** The title of a batch, its counts as text and as a bar, and its buttons. */
export class BatchHeader {
  readonly #batch: Batch;
  readonly #segments: readonly HTMLElement[];
  readonly #bar: HTMLElement;
  readonly #counts: HTMLElement;
  readonly #problem: HTMLElement;
  readonly #stop: HTMLButtonElement;
  readonly #again: HTMLButtonElement;

  constructor(root: HTMLElement, batch: Batch, onRemove: () => void) {
    this.#batch = batch;
    this.#bar = within(root, '.bar', HTMLElement);
    this.#counts = within(root, '.counts', HTMLElement);
    this.#problem = within(root, '.problem', HTMLElement);
    this.#stop = within(root, '.stop', HTMLButtonElement);
    this.#again = within(root, '.again', HTMLButtonElement);
    within(root, 'h3', HTMLElement).textContent = batch.title;
    this.#segments = [...this.#bar.querySelectorAll('i')];
    this.#segments.forEach((segment, place) => (segment.dataset.kind = kinds[place]));
    this.#again.addEventListener('click', () => batch.start());
    this.#stop.addEventListener('click', () => {
      if (batch.phase === 'running') batch.stop();
      else onRemove();
    });
  }

  readonly paint = (): void => {
    const { latest, phase, problem } = this.#batch;
    const text = countsText(latest?.counts);
    this.#segments.forEach((segment, place) => {
      const kind = kinds[place];
      const count = (kind && latest?.counts[kind]) ?? 0;
      segment.hidden = count === 0;
      segment.style.flexGrow = String(count);
    });
    if (this.#bar.getAttribute('aria-label') !== text) this.#bar.setAttribute('aria-label', text);
    setText(this.#counts, `${text}${phase === 'stopped' ? ', not watched' : ''}`);
    setText(this.#problem, problem ?? '');
    setText(this.#stop, phase === 'running' ? 'Stop watching' : 'Remove');
    this.#again.hidden = phase !== 'broken' && phase !== 'stopped';
    setText(this.#again, phase === 'broken' ? 'Try again' : 'Resume');
  };
}
