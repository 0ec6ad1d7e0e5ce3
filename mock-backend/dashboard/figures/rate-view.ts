import { byId, setText, within } from '../page/elements.js';
import { latencyText } from './latency.js';
import type { Traffic } from '../jobs/traffic.js';

const seconds = 60;
/** The number above the chart is a mean: of this many full seconds. */
const meanOver = 5;

/** Requests per second: the last minute as bars, failed requests on top. */
export class RateView {
  readonly #chart = byId('rate', SVGSVGElement);
  readonly #ok = within(this.#chart, '.ok', SVGPathElement);
  readonly #failed = within(this.#chart, '.failed', SVGPathElement);
  readonly #now = byId('rate-now', HTMLElement);
  readonly #sent = byId('sent', HTMLElement);
  readonly #failures = byId('failed', HTMLElement);
  readonly #underWay = byId('under-way', HTMLElement);
  readonly #latency = byId('latency-measured', HTMLElement);
  readonly #traffic: Traffic;

  constructor(traffic: Traffic) {
    this.#traffic = traffic;
  }

  readonly paint = (): void => {
    const { sent, failed, underWay, latenciesMs } = this.#traffic;
    const recent = this.#traffic.recent(seconds, Date.now());
    const most = Math.max(4, ...recent.map(second => second.ok + second.failed));
    const height = (count: number) => (count / most) * 19;
    const bars = recent.map((second, at) => ({ at, ok: height(second.ok), failed: height(second.failed) }));
    this.#ok.setAttribute('d', bars.map(({ at, ok }) => (ok > 0 ? bar(at, 20, ok) : '')).join(''));
    this.#failed.setAttribute(
      'd',
      bars.map(({ at, ok, failed }) => (failed > 0 ? bar(at, 20 - ok, failed) : '')).join(''),
    );
    const whole = recent.slice(-meanOver - 1, -1);
    const mean = whole.reduce((sum, second) => sum + second.ok + second.failed, 0) / meanOver;
    setText(this.#now, mean === 0 || mean >= 10 ? String(Math.round(mean)) : mean.toFixed(1));
    setText(this.#sent, String(sent));
    setText(this.#failures, String(failed));
    setText(this.#underWay, String(underWay));
    setText(this.#latency, latencyText(latenciesMs));
  };
}

const bar = (at: number, from: number, height: number): string =>
  `M${at + 0.15} ${from.toFixed(2)}h.7v${(-height).toFixed(2)}h-.7z`;
