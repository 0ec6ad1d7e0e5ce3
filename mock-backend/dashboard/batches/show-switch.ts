import { byId, setText, within } from '../page/elements.js';
import type { Show } from './show.js';

/** The choice which jobs are shown, with the number of each kind. */
export class ShowSwitch {
  readonly #element = byId('show', HTMLElement);
  show: Show = 'all';

  constructor(onChange: () => void) {
    this.#element.addEventListener('change', event => {
      this.show = (event.target as HTMLInputElement).value as Show;
      onChange();
    });
  }

  paint(counts: Readonly<Record<Show, number>>): void {
    for (const [show, count] of Object.entries(counts))
      setText(within(this.#element, `[data-count=${show}]`, HTMLElement), String(count));
  }
}
