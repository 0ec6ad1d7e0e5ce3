import type { JobId } from 'heygen-rx';
import { DetailsView } from '../details/details-view.js';
import type { History } from '../jobs/job-history.js';
import { copyOf, setText, within } from '../page/elements.js';
import type { JobTrack } from '../jobs/job-track.js';
import { clockText, plannedPollAt, pollsText, statusWords } from './job-text.js';
import { boxPath, lineHeight, tickPath } from './timeline.js';

/** What all rows of a batch have in common. */
export interface RowContext {
  /** Where the time axis begins: epoch ms. */
  readonly origin: number;
  /** Its length in ms. */
  readonly span: number;
  /** Why nothing is polled at the moment, in a word or two. */
  readonly heldBy: string | undefined;
  readonly now: number;
}

/** One job on the page: its id, its status, its polls on the time axis of the batch, and when the next one is. */
export class JobRow {
  readonly element = copyOf('job-template', HTMLLIElement);
  readonly track: JobTrack;
  readonly #svg = within(this.element, 'svg', SVGSVGElement);
  readonly #name = within(this.element, '.name', HTMLButtonElement);
  readonly #status = within(this.element, '.status', HTMLElement);
  readonly #polls = within(this.element, '.polls-made', HTMLElement);
  readonly #clock = within(this.element, '.clock', HTMLElement);
  readonly #paths = new Map<string, { readonly path: SVGPathElement; d: string }>();
  #span = 0;
  #details: DetailsView | undefined;

  constructor(track: JobTrack) {
    this.track = track;
    const code = within(this.element, 'code', HTMLElement);
    code.textContent = track.jobId.slice(0, 8);
    code.title = track.jobId;
    for (const path of this.element.querySelectorAll('path'))
      this.#paths.set(path.getAttribute('class') ?? '', { path, d: '' });
  }

  /** Shows the status, and says whether it is a new one. For the rows out of sight too: screen readers and the browser's own search find them there. */
  paintStatus(): boolean {
    const { status } = this.track;
    if (this.element.dataset.status === status) return false;
    this.element.dataset.status = status;
    setText(this.#status, statusWords[status]);
    return true;
  }

  paint(context: RowContext): void {
    const { track } = this;
    const { origin, span } = context;
    setText(this.#polls, pollsText(track));
    if (span !== this.#span) {
      this.#span = span;
      this.#svg.setAttribute('viewBox', `0 0 ${span} ${lineHeight}`);
    }
    const { createdAt, endedAt, settledAt, pollsAt, failuresAt } = track;
    const knownUntil = settledAt ?? pollsAt.at(-1) ?? createdAt;
    this.#draw('life', boxPath(createdAt - origin, knownUntil - origin, 7, 13));
    this.#draw('polls', pollsAt.map(at => tickPath(at - origin)).join(''));
    this.#draw('failures', failuresAt.map(at => tickPath(at - origin, true)).join(''));
    if (endedAt !== undefined && settledAt !== undefined)
      this.#draw('unnoticed', boxPath(Math.max(endedAt, createdAt) - origin, settledAt - origin, 4, 16));
    this.tick(context);
  }

  /** Opens the details of the job below its row, or closes them. */
  toggle(historyOf: (jobId: JobId) => History): void {
    if (this.#details === undefined) {
      this.#details = new DetailsView();
      this.element.append(this.#details.element);
      this.paintDetails(historyOf);
    } else {
      this.#details.element.remove();
      this.#details = undefined;
    }
    this.#name.ariaExpanded = String(this.#details !== undefined);
  }

  paintDetails(historyOf: (jobId: JobId) => History): void {
    this.#details?.paint(this.track, historyOf(this.track.jobId));
  }

  /** Redraws what changes with time alone. */
  tick({ origin, heldBy, now }: RowContext): void {
    const nextPollAt = plannedPollAt(this.track, heldBy, now);
    this.#draw('next', nextPollAt === undefined ? '' : tickPath(nextPollAt - origin));
    setText(this.#clock, clockText(this.track, heldBy, now));
  }

  #draw(name: string, d: string): void {
    const drawn = this.#paths.get(name);
    if (drawn === undefined || drawn.d === d) return;
    drawn.d = d;
    drawn.path.setAttribute('d', d);
  }
}
