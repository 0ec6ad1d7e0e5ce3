import type { BatchCounts } from 'heygen-rx';
import type { Batch } from '../jobs/batch.js';
import { copyOf, setText, within } from '../page/elements.js';
import { JobCard, type Scene } from './job-card.js';
import type { JobTrack } from '../jobs/job-track.js';
import type { Painter } from '../page/painter.js';
import { spanFor } from './timeline.js';

/** In the order of the bar. */
const kinds: readonly (keyof BatchCounts)[] = ['completed', 'error', 'lost', 'running', 'pending'];
const words: Readonly<Record<keyof BatchCounts, string>> = {
  completed: 'completed',
  error: 'failed',
  lost: 'lost sight of',
  running: 'running',
  pending: 'pending',
};

interface BatchViewDeps {
  readonly painter: Painter;
  readonly scene: () => Scene;
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

  readonly #seeing = new IntersectionObserver(entries => {
    for (const { target, isIntersecting } of entries) {
      const card = this.#byElement.get(target);
      if (card === undefined) continue;
      card.isVisible = isIntersecting;
      if (isIntersecting) card.tick(this.#deps.scene(), Date.now());
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

  /** Something has changed: of one job, or of the batch alone. */
  update(track: JobTrack | undefined): void {
    const { painter } = this.#deps;
    painter.paint(this.#paintHeader);
    if (track === undefined) return;
    painter.paint(this.#painterOf(track));
    this.#reach(track, Date.now());
  }

  /** All cards at once, after a change that concerns them all. */
  updateAll(): void {
    for (const track of this.#cards.keys()) this.#deps.painter.paint(this.#painterOf(track));
  }

  /** Moves on with the time what can be seen. */
  tick(now: number): void {
    if (this.batch.phase !== 'running') return;
    const scene = this.#deps.scene();
    for (const card of this.#cards.values()) {
      if (!card.isVisible || !card.track.isOpen) continue;
      this.#reach(card.track, now);
      card.tick(scene, now);
    }
  }

  readonly #paints = new Map<JobTrack, () => void>();

  /** The same function for the same job, so that the painter knows it again. */
  #painterOf(track: JobTrack): () => void {
    let paint = this.#paints.get(track);
    if (paint === undefined) {
      paint = () => this.#cardOf(track).paint(this.#deps.scene(), spanFor(this.#reachMs), Date.now());
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
    this.#seeing.observe(card.element);
    return card;
  }

  /** One scale for all jobs of a batch, so that they can be compared: when one outgrows it, all are drawn anew. */
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
      .map(kind => `${counts?.[kind] ?? 0} ${words[kind]}`)
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
      `${text}${phase === 'stopped' ? '; not watched any more' : ''}`,
    );
    setText(within(this.element, '.problem', HTMLElement), problem ?? '');
    setText(this.#stop, phase === 'running' ? 'Stop watching' : 'Remove');
    this.#again.hidden = phase !== 'broken' && phase !== 'stopped';
    setText(this.#again, phase === 'broken' ? 'Try again' : 'Go on');
  };

  #remove(): void {
    this.batch.stop();
    this.#seeing.disconnect();
    this.element.remove();
    this.#deps.onRemove(this);
  }
}
