import { mkdir } from 'node:fs/promises';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** The fields of the form; durations in seconds. */
export interface Order {
  readonly count: number;
  readonly from: number;
  readonly to: number;
  readonly failing?: number;
  readonly polls?: 'singly' | 'bulk';
}

/** The dashboard in its own tab, with what its console printed. */
export class DashboardPage {
  /** Errors of the page itself: failed requests are reported by the browser, not by the page. */
  readonly problems: string[] = [];

  private constructor(readonly page: Page) {}

  static async open(
    browser: Browser,
    url: string,
    options: BrowserContextOptions = {},
  ): Promise<DashboardPage> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    const page = await context.newPage();
    const dashboard = new DashboardPage(page);
    page.on('pageerror', error => dashboard.problems.push(String(error.stack)));
    page.on('console', message => {
      const isRequest = message.text().startsWith('Failed to load resource');
      const isOurs = !isRequest || !/\/(job|status|control)\b/.test(message.location().url);
      if (['error', 'warning'].includes(message.type()) && isOurs) dashboard.problems.push(message.text());
    });
    await page.goto(url);
    return dashboard;
  }

  async create({ count, from, to, failing = 0, polls = 'singly' }: Order): Promise<void> {
    for (const [name, value] of Object.entries({ count, failing, from, to }))
      await this.page.fill(`[name=${name}]`, String(value));
    await this.page.check(`[value=${polls}]`, { force: true });
    await this.page.click('#create [type=submit]');
  }

  async headline(): Promise<string> {
    return (await this.page.textContent('#headline-text')) ?? '';
  }

  /** Waits until the sentence at the top says this. */
  async says(pattern: RegExp, timeout = 40_000): Promise<void> {
    await this.page.locator('#headline-text', { hasText: pattern }).waitFor({ timeout });
  }

  /** The number of cards with each status. */
  async cards(): Promise<Readonly<Record<string, number>>> {
    const statuses = await this.page
      .locator('.job')
      .evaluateAll(cards => cards.map(card => card.getAttribute('data-status') ?? ''));
    return Object.fromEntries(
      [...new Set(statuses)].map(status => [status, statuses.filter(other => other === status).length]),
    );
  }

  /** Saves a screenshot. */
  async picture(name: string): Promise<void> {
    await mkdir('artifacts', { recursive: true });
    await this.page.screenshot({ path: `artifacts/dashboard-${name}.png` });
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}

export const sleep = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

/** Waits until a condition holds, for a few seconds at most. */
export const until = async (isSo: () => boolean): Promise<void> => {
  for (let tries = 0; !isSo(); tries++) {
    if (tries === 100) throw new Error(`It was not so after 5 s: ${isSo.toString()}`);
    await sleep(50);
  }
};
