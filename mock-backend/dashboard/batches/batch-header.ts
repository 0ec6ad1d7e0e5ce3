import type { Batch } from '../jobs/batch.js';
import { setText, within } from '../page/elements.js';
import { countsText, kinds } from './counts-text.js';

/** The title of a batch, its counts as text and as a bar, and its buttons. */
export class BatchHeader {
  readonly #root: HTMLElement;
  readonly #batch: Batch;
  readonly #fold: HTMLButtonElement;
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
    this.#root = root;
    this.#fold = within(root, '.fold', HTMLButtonElement);
    this.#fold.textContent = batch.title;
    this.#fold.addEventListener('click', () => this.fold(!this.#isFolded));
    this.#segments = [...this.#bar.querySelectorAll('i')];
    this.#segments.forEach((segment, place) => (segment.dataset.kind = kinds[place]));
    this.#again.addEventListener('click', () => batch.start());
    this.#stop.addEventListener('click', () => {
      if (batch.phase === 'running') batch.stop();
      else onRemove();
    });
  }

  get #isFolded(): boolean {
    return 'folded' in this.#root.dataset;
  }

  /** Hides the rows of the batch, or shows them again. */
  fold(isFolded: boolean): void {
    this.#root.toggleAttribute('data-folded', isFolded);
    this.#fold.ariaExpanded = String(!isFolded);
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
