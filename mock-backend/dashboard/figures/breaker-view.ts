import type { CircuitBreaker, CircuitState } from 'heygen-rx';
import { Periods } from '../jobs/periods.js';
import { byId, setText } from '../page/elements.js';
import { circuitSentence, circuitText } from './circuit-text.js';

/** The circuit breaker on the page, and when it was open. */
export class BreakerView {
  /** When the circuit was open. */
  readonly openPeriods = new Periods();
  readonly #panel = byId('breaker', HTMLElement);
  readonly #text = byId('breaker-text', HTMLElement);
  readonly #countdown = byId('breaker-countdown', HTMLElement);
  readonly #isolate = byId('isolate', HTMLInputElement);
  readonly #short = byId('circuit-text', HTMLElement);
  readonly #willSend: () => boolean;
  #current: CircuitState | undefined;

  /** `willSend`: whether anything waits for the circuit to let it through. */
  constructor(breaker: CircuitBreaker, willSend: () => boolean) {
    this.#willSend = willSend;
    this.#isolate.addEventListener('change', () => {
      if (this.#isolate.checked) breaker.isolate();
      else breaker.release();
    });
  }

  moveTo(circuit: CircuitState, now: number): void {
    this.openPeriods.update(circuit.state === 'open' || circuit.state === 'isolated', now);
    this.#current = circuit;
  }

  readonly paint = (): void => {
    const current = this.#current;
    if (current === undefined) return;
    this.#panel.dataset.state = current.state;
    // A circuit opened manually is shown as open.
    const name = current.state === 'isolated' ? 'open' : current.state;
    for (const item of this.#panel.querySelectorAll('li'))
      item.toggleAttribute('aria-current', item.dataset.name === name);
    setText(this.#text, circuitSentence(current));
    this.#isolate.checked = current.state === 'isolated';
    byId('circuit-state', HTMLElement).dataset.tone = current.state;
    this.tick(Date.now());
  };

  /** Redraws what changes with time alone. */
  tick(now: number): void {
    const current = this.#current;
    if (current === undefined) return;
    const willSend = this.#willSend();
    const isCounting = current.state === 'open' && willSend;
    const share = isCounting
      ? Math.max(0, current.until - now) / Math.max(1, current.until - current.openedAt)
      : 0;
    this.#countdown.style.transform = `scaleX(${share.toFixed(3)})`;
    setText(this.#short, circuitText(current, { now, willSend }));
  }
}
