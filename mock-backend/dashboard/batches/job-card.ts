import type { JobTrack } from '../jobs/job-track.js';
import { copyOf, setText, within } from '../page/elements.js';
import { axisLabels, gridPath, lineHeight, periodPath, tickPath, type Period } from './timeline.js';

/** What all cards of the page show alike. */
export interface SharedState {
  /** When the circuit was open. */
  readonly openPeriods: readonly Period[];
  /** Why nothing is polled at the moment, in two words. */
  readonly heldBy: string | undefined;
}

/** One job on the page: its name, its polls on a timeline, and when the next one is. */
export class JobCard {
  readonly element = copyOf('card-template', HTMLLIElement);
  readonly track: JobTrack;
  /** Only visible cards are redrawn as time passes; the next paint corrects the others. */
  isVisible = false;
  #span = 0;
  readonly #svg = within(this.element, 'svg', SVGSVGElement);
  readonly #status = within(this.element, 'b', HTMLElement);
  readonly #facts = within(this.element, '.facts span', HTMLElement);
  readonly #clock = within(this.element, '.facts span:last-child', HTMLElement);
  readonly #labels = [...this.element.querySelectorAll('.axis span')];
  readonly #paths = new Map<string, { readonly path: SVGPathElement; d: string }>();

  constructor(track: JobTrack) {
    this.track = track;
    const code = within(this.element, 'code', HTMLElement);
    code.textContent = track.jobId.slice(0, 8);
    code.title = track.jobId;
    for (const path of this.element.querySelectorAll('path'))
      this.#paths.set(path.getAttribute('class') ?? '', { path, d: '' });
  }

  paint(shared: SharedState, span: number, now: number): void {
    const { track } = this;
    if (this.element.dataset.status !== track.status) this.element.dataset.status = track.status;
    setText(this.#status, track.status);
    setText(this.#facts, factsOf(track));
    if (span !== this.#span) {
      this.#span = span;
      this.#svg.setAttribute('viewBox', `0 0 ${span} ${lineHeight}`);
      this.#draw('grid', gridPath(span));
      for (const [index, label] of axisLabels(span).entries()) setText(this.#labels[index]!, label);
    }
    this.#draw('polls', track.pollsPath);
    this.#draw('failures', track.failuresPath);
    const { endedAt, settledAt, origin } = track;
    if (endedAt !== undefined && settledAt !== undefined)
      this.#draw('unnoticed', periodPath([{ from: endedAt, to: settledAt }], origin, now));
    this.tick(shared, now);
  }

  /** Redraws what changes with time alone. */
  tick({ openPeriods, heldBy }: SharedState, now: number): void {
    const { track } = this;
    const { origin, isWatched } = track;
    const nextPollAt = plannedPollAt(track, heldBy, now);
    this.#draw('circuit-open', periodPath(openPeriods, origin, track.endOfLine ?? now));
    this.#draw('now', isWatched ? tickPath(now - origin) : '');
    this.#draw('next', nextPollAt !== undefined ? tickPath(nextPollAt - origin) : '');
    setText(this.#clock, clockText(track, heldBy, now));
  }

  #draw(name: string, d: string): void {
    const drawn = this.#paths.get(name);
    if (drawn === undefined || drawn.d === d) return;
    drawn.d = d;
    drawn.path.setAttribute('d', d);
  }
}

/** When the next poll will be sent: epoch ms. While everything is held, and while a poll is under way, none is planned. */
export const plannedPollAt = (
  { nextPollAt, isWatched }: JobTrack,
  heldBy: string | undefined,
  now: number,
): number | undefined =>
  isWatched && heldBy === undefined && nextPollAt !== undefined && nextPollAt > now ? nextPollAt : undefined;

/** When the next poll is, while the job is watched; else how long after its end it was noticed. */
export const clockText = (track: JobTrack, heldBy: string | undefined, now: number): string => {
  const { endedAt, settledAt, isOpen, isWatched } = track;
  if (isWatched) {
    const nextPollAt = plannedPollAt(track, heldBy, now);
    return heldBy ?? (nextPollAt === undefined ? 'polling' : `next poll in ${seconds(nextPollAt - now)}`);
  }
  if (isOpen) return 'not watched';
  if (endedAt === undefined || settledAt === undefined) return '';
  return `noticed after ${seconds(Math.max(0, settledAt - endedAt))}`;
};

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

const factsOf = ({ polls, failures, status, reason }: JobTrack): string => {
  const counted = `${polls} ${polls === 1 ? 'poll' : 'polls'}${failures > 0 ? ` + ${failures} failed` : ''}`;
  return status === 'lost' ? `${counted}. ${reason ?? ''}` : counted;
};
