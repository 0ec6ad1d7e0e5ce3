import { byId, setText } from '../page/elements.js';
import type { BackendState, Control } from '../backend/control.js';
import { latencyText, middleMs } from '../backend/latency-text.js';

/** Faults that can be added one at a time. */
const singleFaults: Readonly<Record<string, object>> = {
  lost: { kind: 'reset', on: 'POST /job', when: 'after' },
  throttle: { kind: 'status', status: 429, retryAfter: 3 },
  cut: { kind: 'reset-body' },
  html: { kind: 'html', status: 200 },
};

/** The controls that make the backend fail. */
export class FaultPanel {
  readonly #control: Control;
  readonly #outage = byId('outage', HTMLInputElement);
  readonly #outageKind = byId('outage-kind', HTMLSelectElement);
  readonly #share = byId('share', HTMLInputElement);
  readonly #latency = byId('latency', HTMLInputElement);
  readonly #latencyText = byId('latency-text', HTMLOutputElement);
  readonly #problem = byId('break-problem', HTMLElement);
  /** Changes that are not yet confirmed: a state from before them is outdated. */
  #pending = 0;
  /** When the newest state was created, by the backend's clock: responses can overtake one another. */
  #latest = -Infinity;

  constructor(control: Control, onChange: () => void) {
    this.#control = control;
    const change = (faults: () => object) => () => void this.#change(faults(), onChange);
    const outage = () => ({ outage: this.#outage.checked && { as: outageFault(this.#outageKind.value) } });
    this.#outage.addEventListener('change', change(outage));
    this.#outageKind.addEventListener('change', () => {
      if (this.#outage.checked) change(outage)();
    });
    this.#share.addEventListener(
      'change',
      change(() => ({ share: this.#share.valueAsNumber / 100 })),
    );
    this.#latency.addEventListener(
      'change',
      change(() => ({ latency_ms: this.#latency.valueAsNumber })),
    );
    this.#share.addEventListener('input', this.#paintShare);
    this.#latency.addEventListener('input', () =>
      setText(this.#latencyText, latencyText(this.#latency.valueAsNumber)),
    );
    const once = byId('once', HTMLSelectElement);
    byId('once-go', HTMLButtonElement).addEventListener(
      'click',
      change(() => ({ script: [singleFaults[once.value]] })),
    );
  }

  /** Shows the backend's state; another page may have changed it. */
  show({ now, faults }: BackendState): void {
    if (now < this.#latest) return;
    this.#latest = now;
    const { script } = faults;
    setText(
      byId('script-text', HTMLElement),
      script === 0
        ? ''
        : `${script} ${script === 1 ? 'fault is waiting for its request' : 'faults are waiting for their requests'}.`,
    );
    if (this.#pending > 0) return;
    this.#outage.checked = faults.outage;
    if (document.activeElement !== this.#share) this.#share.value = String(Math.round(faults.share * 100));
    if (document.activeElement !== this.#latency) {
      this.#latency.value = String(middleMs(faults.latency_ms));
      setText(this.#latencyText, latencyText(faults.latency_ms));
    }
    this.#paintShare();
  }

  async #change(faults: object, onChange: () => void): Promise<void> {
    this.#pending += 1;
    setText(this.#problem, '');
    try {
      const state = await this.#control.change(faults);
      this.#pending -= 1;
      this.show(state);
    } catch (error) {
      this.#pending -= 1;
      setText(this.#problem, `The backend was not changed: ${(error as Error).message}`);
    }
    onChange();
  }

  readonly #paintShare = (): void => setText(byId('share-text', HTMLOutputElement), `${this.#share.value} %`);
}

const outageFault = (kind: string): object => (kind === 'status' ? { kind, status: 503 } : { kind });
