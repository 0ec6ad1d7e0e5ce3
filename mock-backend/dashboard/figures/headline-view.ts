import { healthText, type Health } from '../backend/health.js';
import { byId, setText } from '../page/elements.js';
import { headlineOf, type Situation } from './headline.js';

/** The bar at the top: what is going on in one sentence, and the condition of the backend beside it. */
export class HeadlineView {
  readonly #bar = byId('headline', HTMLElement);
  readonly #text = byId('headline-text', HTMLElement);
  readonly #backend = byId('backend-state', HTMLElement);
  readonly #backendText = byId('backend-text', HTMLElement);

  paint(situation: Situation, health: Health): void {
    const { tone, text } = headlineOf(situation);
    this.#bar.dataset.tone = tone;
    setText(this.#text, text);
    this.#backend.dataset.tone = healthText(health);
    setText(this.#backendText, healthText(health));
  }
}
