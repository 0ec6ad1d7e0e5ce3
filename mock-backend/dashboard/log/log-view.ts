import type { ClientEvent } from 'heygen-rx';
import { byId, setText } from '../page/elements.js';
import { eventKind, eventText, type EventKind } from './event-text.js';
import type { Painter } from '../page/painter.js';

/** How many lines are kept. */
const maxLines = 150;
/** Events within this time are shown together, in ms: people read no faster, and 500 jobs have many equal ones. */
const bufferMs = 250;

interface Line {
  readonly event: ClientEvent;
  readonly kind: EventKind;
  count: number;
}

/** The library's events, newest first. Equal events that come together share a line. */
export class LogView {
  readonly #list = byId('log', HTMLOListElement);
  readonly #painter: Painter;
  #buffered = new Map<string, Line>();
  #isScheduled = false;

  constructor(painter: Painter) {
    this.#painter = painter;
    const filter = byId('log-filter', HTMLSelectElement);
    filter.addEventListener('change', () => (this.#list.dataset.show = filter.value));
  }

  add(event: ClientEvent): void {
    const kind = eventKind(event);
    const key = 'error' in event ? `${event.type} ${event.error.name}` : event.type;
    const line = this.#buffered.get(key);
    if (line === undefined) this.#buffered.set(key, { event, kind, count: 1 });
    else line.count += 1;
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setTimeout(() => this.#painter.paint(this.#paint), bufferMs);
  }

  readonly #paint = (): void => {
    this.#isScheduled = false;
    const lines = [...this.#buffered.values()].reverse().map(lineOf);
    this.#buffered = new Map();
    this.#list.prepend(...lines);
    while (this.#list.childElementCount > maxLines) this.#list.lastElementChild?.remove();
  };
}

const lineOf = ({ event, kind, count }: Line): HTMLLIElement => {
  const item = document.createElement('li');
  item.dataset.kind = kind;
  const time = document.createElement('time');
  setText(time, new Date(event.at).toTimeString().slice(0, 8));
  const name = document.createElement('b');
  setText(name, count === 1 ? event.type : `${event.type} × ${count}`);
  const text = document.createElement('span');
  setText(text, count === 1 ? eventText(event) : '');
  item.append(time, name, text);
  return item;
};
