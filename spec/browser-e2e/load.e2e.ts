import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { startMockBackend, type RunningMockBackend } from '../../mock-backend/index.js';
import { launchChromium } from './support/chromium.js';
import { DashboardPage } from './support/dashboard-page.js';
import { mainThreadTasks } from './support/main-thread-tasks.js';

let browser: Browser;
let backend: RunningMockBackend;
beforeAll(async () => {
  browser = await launchChromium();
  backend = await startMockBackend({ latencyMs: [5, 20], seed: 6 });
});
afterAll(async () => {
  await browser.close();
  await backend.close();
});

/** What the Long Tasks API calls long, in ms. */
const longTaskMs = 50;

it.each(['bulk', 'singly'] as const)(
  '500 jobs polled %s: no task keeps the page busy for 50 ms',
  async polls => {
    const dashboard = await DashboardPage.open(browser, backend.url);
    const tasks = await mainThreadTasks(browser, dashboard.page, async () => {
      await dashboard.create({ count: 500, from: 2, to: 9, failing: 10, polls });
      await dashboard.says(/^Watching 500 jobs\.$/);
      await dashboard.page.locator('.job').nth(499).waitFor({ state: 'attached' });
      await dashboard.picture(`500-${polls}`);
      await dashboard.says(/^All 500 jobs are done, 50 failed\.$/, 100_000);
    });
    expect(await dashboard.cards()).toEqual({ completed: 450, error: 50 });
    expect(tasks.length).toBeGreaterThan(500);
    const longest = Math.max(...tasks.map(task => task.cpuMs));
    console.info(`${polls}: ${tasks.length} tasks, the longest ${longest.toFixed(1)} ms`);
    expect(tasks.filter(task => task.cpuMs > longTaskMs)).toEqual([]);
    expect(dashboard.problems).toEqual([]);
    await dashboard.close();
  },
);
