import type { BatchCounts } from 'heygen-rx';
import type { Batch } from '../jobs/batch.js';
import { copyOf, setText, within } from '../page/elements.js';
import { JobCard, type SharedState } from './job-card.js';
import type { JobTrack } from '../jobs/job-track.js';
import type { Painter } from '../page/painter.js';
import { spanFor } from './timeline.js';

/** In the order of the bar. */
const kinds: readonly (keyof BatchCounts)[] = ['completed', 'error', 'lost', 'running', 'pending'];
const labels: Readonly<Record<keyof BatchCounts, string>> = {
  completed: 'completed',
  error: 'failed',
  lost: 'lost',
  running: 'running',
  pending: 'pending',
};

interface BatchViewDeps {
  readonly painter: Painter;
  readonly shared: () => SharedState;
  readonly onRemove: (view: BatchView) => void;
}

/** A batch on the page: its bar, and a card for each of its jobs. */
export class BatchView {
  readonly element = copyOf('batch-template', HTMLElement);
  readonly batch: Batch;
  readonly #deps: BatchViewDeps;
  readonly #cards = new Map<JobTrack, JobCard>();
  readonly #byElement = new WeakMap<Element, JobCard>();
  readonly #segments: readonly HTMLElement[];
  readonly #bar = within(this.element, '.bar', HTMLElement);
  readonly #list = within(this.element, '.cards', HTMLElement);
  readonly #stop = within(this.element, '.stop', HTMLButtonElement);
  readonly #again = within(this.element, '.again', HTMLButtonElement);
  #reachMs = 0;

  readonly #visibility = new IntersectionObserver(entries => {
    for (const { target, isIntersecting } of entries) {
      const card = this.#byElement.get(target);
      if (card === undefined) continue;
      card.isVisible = isIntersecting;
      if (isIntersecting) card.tick(this.#deps.shared(), Date.now());
    }
  });

  constructor(batch: Batch, deps: BatchViewDeps) {
    this.batch = batch;
    this.#deps = deps;
    const heading = within(this.element, 'h3', HTMLElement);
    heading.textContent = batch.title;
    this.#segments = [...this.#bar.querySelectorAll('i')];
    this.#segments.forEach((segment, place) => (segment.dataset.kind = kinds[place]));
    this.#again.addEventListener('click', () => batch.start());
    this.#stop.addEventListener('click', () => {
      if (batch.phase === 'running') batch.stop();
      else this.#remove();
    });
  }

  /** One job has changed, or only the batch as a whole. */
  update(track: JobTrack | undefined): void {
    const { painter } = this.#deps;
    painter.paint(this.#paintHeader);
    if (track === undefined) return;
    painter.paint(this.#painterOf(track));
    this.#reach(track, Date.now());
  }

  /** Repaints all cards, after a change that concerns them all. */
  updateAll(): void {
    for (const track of this.#cards.keys()) this.#deps.painter.paint(this.#painterOf(track));
  }

  /** Redraws what changes with time on the visible cards. */
  tick(now: number): void {
    if (this.batch.phase !== 'running') return;
    const shared = this.#deps.shared();
    for (const card of this.#cards.values()) {
      if (!card.isVisible || !card.track.isWatched) continue;
      this.#reach(card.track, now);
      card.tick(shared, now);
    }
  }

  readonly #paints = new Map<JobTrack, () => void>();

  /** The same function for the same job, so that the painter calls it once per frame. */
  #painterOf(track: JobTrack): () => void {
    let paint = this.#paints.get(track);
    if (paint === undefined) {
      paint = () => this.#cardOf(track).paint(this.#deps.shared(), spanFor(this.#reachMs), Date.now());
      this.#paints.set(track, paint);
    }
    return paint;
  }

  #cardOf(track: JobTrack): JobCard {
    const known = this.#cards.get(track);
    if (known !== undefined) return known;
    const card = new JobCard(track);
    this.#cards.set(track, card);
    this.#byElement.set(card.element, card);
    this.#list.append(card.element);
    this.#visibility.observe(card.element);
    return card;
  }

  /** All jobs of a batch have one time axis, so that they can be compared: when one outgrows it, all are redrawn. */
  #reach(track: JobTrack, now: number): void {
    const before = spanFor(this.#reachMs);
    this.#reachMs = Math.max(this.#reachMs, track.reach(now) - track.origin);
    if (spanFor(this.#reachMs) !== before) this.updateAll();
  }

  readonly #paintHeader = (): void => {
    const { latest, phase, problem } = this.batch;
    const counts = latest?.counts;
    const text = kinds
      .filter(kind => (counts?.[kind] ?? 0) > 0)
      .map(kind => `${counts?.[kind] ?? 0} ${labels[kind]}`)
      .join(', ');
    this.#segments.forEach((segment, place) => {
      const kind = kinds[place];
      const count = (kind && counts?.[kind]) ?? 0;
      segment.hidden = count === 0;
      segment.style.flexGrow = String(count);
    });
    if (this.#bar.getAttribute('aria-label') !== text) this.#bar.setAttribute('aria-label', text);
    this.element.dataset.phase = phase;
    setText(
      within(this.element, '.counts', HTMLElement),
      `${text}${phase === 'stopped' ? ', not watched' : ''}`,
    );
    setText(within(this.element, '.problem', HTMLElement), problem ?? '');
    setText(this.#stop, phase === 'running' ? 'Stop watching' : 'Remove');
    this.#again.hidden = phase !== 'broken' && phase !== 'stopped';
    setText(this.#again, phase === 'broken' ? 'Try again' : 'Resume');
  };

  #remove(): void {
    this.batch.stop();
    this.#visibility.disconnect();
    this.element.remove();
    this.#deps.onRemove(this);
  }
}
