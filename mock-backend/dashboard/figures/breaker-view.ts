import type { CircuitBreaker, CircuitState } from 'heygen-rx';
import { byId, setText } from '../page/elements.js';
import type { Stretch } from '../batches/timeline.js';

/** The circuit breaker on the page, and when it was open. */
export class BreakerView {
  readonly #panel = byId('breaker', HTMLElement);
  readonly #text = byId('breaker-text', HTMLElement);
  readonly #countdown = byId('breaker-countdown', HTMLElement);
  readonly #isolate = byId('isolate', HTMLInputElement);
  readonly #clock = byId('headline-clock', HTMLElement);
  readonly #shut: Stretch[] = [];
  current: CircuitState | undefined;

  constructor(breaker: CircuitBreaker) {
    this.#isolate.addEventListener('change', () => {
      if (this.#isolate.checked) breaker.isolate();
      else breaker.release();
    });
  }

  /** When the circuit was open, epoch ms; the last stretch may still go on. */
  get shut(): readonly Stretch[] {
    return this.#shut;
  }

  moveTo(circuit: CircuitState, now: number): void {
    const isShut = circuit.state === 'open' || circuit.state === 'isolated';
    const last = this.#shut.at(-1);
    const wasShut = last !== undefined && last.to === undefined;
    if (isShut && !wasShut) this.#shut.push({ from: now });
    if (!isShut && wasShut) this.#shut[this.#shut.length - 1] = { from: last.from, to: now };
    this.current = circuit;
  }

  paint(now: number): void {
    const { current } = this;
    if (current === undefined) return;
    this.#panel.dataset.state = current.state;
    for (const item of this.#panel.querySelectorAll('li'))
      item.toggleAttribute('aria-current', item.dataset.name === current.state);
    setText(this.#text, sentenceOf(current));
    this.#isolate.checked = current.state === 'isolated';
    this.tick(now);
  }

  /** Moves what moves with the time alone. */
  tick(now: number): void {
    const { current } = this;
    const isOpen = current?.state === 'open';
    const leftMs = isOpen ? Math.max(0, current.until - now) : 0;
    const share = isOpen ? leftMs / Math.max(1, current.until - current.openedAt) : 0;
    this.#countdown.style.transform = `scaleX(${share.toFixed(3)})`;
    setText(this.#clock, isOpen ? `next try in ${(leftMs / 1000).toFixed(1)} s` : '');
  }
}

const sentenceOf = (circuit: CircuitState): string => {
  switch (circuit.state) {
    case 'closed':
      return 'Requests pass. Five failures in a row open it.';
    case 'open': {
      const seconds = ((circuit.until - circuit.openedAt) / 1000).toFixed(1);
      return circuit.openings === 1
        ? `Nothing is sent for ${seconds} s.`
        : `Nothing is sent for ${seconds} s: opening ${circuit.openings} in a row, so it lasts longer.`;
    }
    case 'half-open':
      return 'One request is let through, to see whether it goes well.';
    case 'isolated':
      return 'Opened by hand: nothing is sent until it is released.';
  }
};
