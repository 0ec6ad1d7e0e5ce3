import { copyOf, setText, within } from '../page/elements.js';
import type { JobTrack } from '../jobs/job-track.js';
import { gridPath, lineHeight, stretchPath, tickPath, type Stretch } from './timeline.js';

/** What all cards of the page show alike. */
export interface Scene {
  /** When the circuit was open. */
  readonly shut: readonly Stretch[];
  /** Why nothing is polled just now, in two words. */
  readonly held: string | undefined;
}

/** One job on the page: its name, its polls on a time line, and what comes next. */
export class JobCard {
  readonly element = copyOf('card-template', HTMLLIElement);
  readonly track: JobTrack;
  /** Only what can be seen is moved: the next paint puts the rest right. */
  isVisible = false;
  #span = 0;
  readonly #svg = within(this.element, 'svg', SVGSVGElement);
  readonly #word = within(this.element, 'b', HTMLElement);
  readonly #facts = within(this.element, '.facts span', HTMLElement);
  readonly #clock = within(this.element, '.facts span:last-child', HTMLElement);
  readonly #paths = new Map<string, { readonly path: SVGPathElement; d: string }>();

  constructor(track: JobTrack) {
    this.track = track;
    const code = within(this.element, 'code', HTMLElement);
    code.textContent = track.jobId.slice(0, 8);
    code.title = track.jobId;
    for (const path of this.element.querySelectorAll('path'))
      this.#paths.set(path.getAttribute('class') ?? '', { path, d: '' });
  }

  paint(scene: Scene, span: number, now: number): void {
    const { track } = this;
    if (this.element.dataset.status !== track.status) this.element.dataset.status = track.status;
    setText(this.#word, track.status);
    setText(this.#facts, factsOf(track));
    if (span !== this.#span) {
      this.#span = span;
      this.#svg.setAttribute('viewBox', `0 0 ${span} ${lineHeight}`);
      this.#draw('grid', gridPath(span));
    }
    this.#draw('polls', track.pollsPath);
    this.#draw('failures', track.failuresPath);
    const { endedAt, settledAt, origin } = track;
    if (endedAt !== undefined && settledAt !== undefined)
      this.#draw('late', stretchPath([{ from: endedAt, to: settledAt }], origin, now));
    this.tick(scene, now);
  }

  /** Moves what moves with the time alone. */
  tick({ shut, held }: Scene, now: number): void {
    const { track } = this;
    const { origin, nextPollAt, isOpen } = track;
    this.#draw('shut', stretchPath(shut, origin, track.settledAt ?? now));
    this.#draw('now', isOpen ? tickPath(now - origin) : '');
    this.#draw('next', isOpen && nextPollAt !== undefined ? tickPath(nextPollAt - origin) : '');
    setText(this.#clock, isOpen ? nextText(nextPollAt, held, now) : lateText(track));
  }

  #draw(name: string, d: string): void {
    const drawn = this.#paths.get(name);
    if (drawn === undefined || drawn.d === d) return;
    drawn.d = d;
    drawn.path.setAttribute('d', d);
  }
}

const nextText = (nextPollAt: number | undefined, held: string | undefined, now: number): string => {
  if (held !== undefined) return held;
  if (nextPollAt === undefined || nextPollAt <= now) return 'polling';
  return `next in ${((nextPollAt - now) / 1000).toFixed(1)} s`;
};

const lateText = ({ endedAt, settledAt }: JobTrack): string =>
  endedAt === undefined || settledAt === undefined
    ? ''
    : `seen after ${(Math.max(0, settledAt - endedAt) / 1000).toFixed(1)} s`;

const factsOf = ({ polls, failures, status, reason }: JobTrack): string => {
  const counted = `${polls} ${polls === 1 ? 'poll' : 'polls'}${failures > 0 ? ` + ${failures} failed` : ''}`;
  return status === 'lost' ? `${counted}. ${reason ?? ''}` : counted;
};
