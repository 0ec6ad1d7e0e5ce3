import type { ClientEvent } from 'heygen-rx';
import { byId, setText } from '../page/elements.js';
import { eventKind, eventText, type EventKind } from './event-text.js';
import type { Painter } from '../page/painter.js';

/** So many lines stay. */
const most = 150;
/** Events are gathered for so long, in ms: nobody reads faster, and of 500 jobs there are many alike. */
const gatherMs = 250;

interface Line {
  readonly event: ClientEvent;
  readonly kind: EventKind;
  count: number;
}

/** The library's events, newest first. Alike ones that come together make one line. */
export class LogView {
  readonly #list = byId('log', HTMLOListElement);
  readonly #painter: Painter;
  #fresh = new Map<string, Line>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(painter: Painter) {
    this.#painter = painter;
    const filter = byId('log-filter', HTMLSelectElement);
    filter.addEventListener('change', () => (this.#list.dataset.show = filter.value));
  }

  add(event: ClientEvent): void {
    const kind = eventKind(event);
    const key = 'error' in event ? `${event.type} ${event.error.name}` : event.type;
    const line = this.#fresh.get(key);
    if (line === undefined) this.#fresh.set(key, { event, kind, count: 1 });
    else line.count += 1;
    this.#timer ??= setTimeout(() => this.#painter.paint(this.#paint), gatherMs);
  }

  readonly #paint = (): void => {
    this.#timer = undefined;
    const lines = [...this.#fresh.values()].reverse().map(lineOf);
    this.#fresh = new Map();
    this.#list.prepend(...lines);
    while (this.#list.childElementCount > most) this.#list.lastElementChild?.remove();
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
