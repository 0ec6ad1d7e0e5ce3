import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchChromium } from './support/chromium.js';
import { DashboardPage, sleep } from './support/dashboard-page.js';
import { startMortalBackend, type MortalBackend } from './support/mortal-backend.js';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterEach(() => backend.end());
afterAll(() => browser.close());

let backend: MortalBackend;

describe('a backend that is killed for 10 s', () => {
  it('while jobs are watched: the page says so, recovers by itself, and loses nothing', async () => {
    backend = await startMortalBackend('--seed', '11');
    const dashboard = await DashboardPage.open(browser, backend.url);
    await dashboard.create({ count: 24, from: 1, to: 14, failing: 25 });
    await dashboard.page.locator('.job').nth(23).waitFor();
    await sleep(1500);
    await backend.kill();
    await dashboard.says(/^The backend cannot be reached: the circuit is open, nothing is sent/);
    await dashboard.page.locator('#backend-text', { hasText: 'cannot be reached' }).waitFor();
    await dashboard.picture('killed');
    await sleep(10_000);
    await backend.revive();
    await dashboard.says(/^All 24 jobs are done, 6 failed\.$/);
    expect(await dashboard.cards()).toEqual({ completed: 18, error: 6 });
    expect(await backend.created()).toBe(24);
    expect(dashboard.problems).toEqual([]);
    await dashboard.close();
  });

  it('while jobs are created: each is made once', async () => {
    backend = await startMortalBackend('--create-ms', '100-400', '--seed', '12');
    const dashboard = await DashboardPage.open(browser, backend.url);
    await dashboard.create({ count: 30, from: 1, to: 4 });
    await dashboard.page.locator('.job').nth(5).waitFor();
    expect(await backend.created()).toBeLessThan(30);
    await backend.kill();
    await sleep(10_000);
    await backend.revive();
    await dashboard.says(/^All 30 jobs are done\.$/);
    expect(await dashboard.cards()).toEqual({ completed: 30 });
    expect(await backend.created()).toBe(30);
    expect(dashboard.problems).toEqual([]);
    await dashboard.close();
  });
});
