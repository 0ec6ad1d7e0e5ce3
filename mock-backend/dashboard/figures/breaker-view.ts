import type { CircuitBreaker, CircuitState } from 'heygen-rx';
import { byId, setText } from '../page/elements.js';
import { Periods } from '../jobs/periods.js';

/** The circuit breaker on the page, and when it was open. */
export class BreakerView {
  readonly #panel = byId('breaker', HTMLElement);
  readonly #text = byId('breaker-text', HTMLElement);
  readonly #countdown = byId('breaker-countdown', HTMLElement);
  readonly #isolate = byId('isolate', HTMLInputElement);
  readonly #clock = byId('headline-clock', HTMLElement);
  /** When the circuit was open. */
  readonly openPeriods = new Periods();
  current: CircuitState | undefined;

  constructor(breaker: CircuitBreaker) {
    this.#isolate.addEventListener('change', () => {
      if (this.#isolate.checked) breaker.isolate();
      else breaker.release();
    });
  }

  moveTo(circuit: CircuitState, now: number): void {
    this.openPeriods.update(circuit.state === 'open' || circuit.state === 'isolated', now);
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

  /** Redraws what changes with time alone. */
  tick(now: number): void {
    const { current } = this;
    const isOpen = current?.state === 'open';
    const leftMs = isOpen ? Math.max(0, current.until - now) : 0;
    const share = isOpen ? leftMs / Math.max(1, current.until - current.openedAt) : 0;
    this.#countdown.style.transform = `scaleX(${share.toFixed(3)})`;
    setText(this.#clock, isOpen ? `next request in ${(leftMs / 1000).toFixed(1)} s` : '');
  }
}

const sentenceOf = (circuit: CircuitState): string => {
  switch (circuit.state) {
    case 'closed':
      return 'Requests are sent. Five failures in a row open the circuit.';
    case 'open': {
      const seconds = ((circuit.until - circuit.openedAt) / 1000).toFixed(1);
      return circuit.openings === 1
        ? `Nothing is sent for ${seconds} s.`
        : `Nothing is sent for ${seconds} s. Opened ${circuit.openings} times in a row, each time for longer.`;
    }
    case 'half-open':
      return 'One request is sent to test the backend.';
    case 'isolated':
      return 'Opened by hand: nothing is sent until it is closed again.';
  }
};
