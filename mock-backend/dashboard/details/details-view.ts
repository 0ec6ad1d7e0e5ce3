import type { JobTrack } from '../jobs/job-track.js';
import type { History } from '../jobs/job-history.js';
import { copyOf, setText, within } from '../page/elements.js';
import { detailsOf, type Line } from './details-text.js';

/** The details of one job, below its row. */
export class DetailsView {
  readonly element = copyOf('details-template', HTMLElement);
  readonly #facts = within(this.element, 'dl', HTMLElement);
  readonly #events = within(this.element, '.events', HTMLElement);
  readonly #requests = within(this.element, '.requests', HTMLElement);

  paint(track: JobTrack, history: History): void {
    const { facts, events, requests } = detailsOf(track, history);
    this.#facts.replaceChildren(
      ...facts.map(([name, value]) => {
        const fact = document.createElement('div');
        fact.append(made('dt', name), made('dd', value));
        return fact;
      }),
    );
    addLines(this.#events, events);
    addLines(this.#requests, requests);
  }
}

/** Adds the lines that the list does not have yet: it only grows, so that a reader keeps their place. */
const addLines = (list: HTMLElement, lines: readonly Line[]): void => {
  for (const { at, what, more, kind } of lines.slice(list.childElementCount)) {
    const item = document.createElement('li');
    item.dataset.kind = kind;
    item.append(made('time', at), made('b', what), made('span', more));
    list.append(item);
  }
};

const made = (tag: string, text: string): HTMLElement => {
  const element = document.createElement(tag);
  setText(element, text);
  return element;
};
