import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { startMockBackend, type RunningMockBackend } from '../../mock-backend/index.js';
import { launchChromium } from './support/chromium.js';
import { requestsTo } from './support/requests-to.js';
import { DashboardPage, sleep } from './support/dashboard-page.js';

let browser: Browser;
let backend: RunningMockBackend;
beforeAll(async () => {
  browser = await launchChromium();
  backend = await startMockBackend({ seed: 4 });
});
afterAll(async () => {
  await browser.close();
  await backend.close();
});

/** Polls sent within `ms`; those in flight do not count. */
const sentWithin = async (ms: number): Promise<number> => {
  await sleep(200);
  const before = requestsTo(backend);
  await sleep(ms);
  return requestsTo(backend) - before;
};

/** A headless browser never hides a tab: this is what a page sees of it. */
const setHidden = (page: Page, isHidden: boolean): Promise<void> =>
  page.evaluate(
    state => {
      Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    },
    isHidden ? 'hidden' : 'visible',
  );

const watching = async (seconds: number, polls: 'singly' | 'bulk' = 'singly'): Promise<DashboardPage> => {
  const dashboard = await DashboardPage.open(browser, backend.url);
  await dashboard.page.click('summary:has-text("Schedule")');
  await dashboard.page.fill('[name=maxIntervalMs]', '500');
  await dashboard.create({ count: 6, from: seconds, to: seconds, polls });
  await dashboard.page.locator('.job').nth(5).waitFor();
  expect(await sentWithin(1200)).toBeGreaterThan(polls === 'bulk' ? 1 : 4);
  return dashboard;
};

describe('a page that is', () => {
  it('hidden sends nothing, says so, and resumes when visible again', async () => {
    const dashboard = await watching(7);
    await dashboard.page.check('#pause-auto');
    await setHidden(dashboard.page, true);
    expect(await sentWithin(6500)).toBe(0);
    expect(await dashboard.headline()).toMatch(/^Paused while hidden/);
    await setHidden(dashboard.page, false);
    await dashboard.says(/^All 6 jobs are done\.$/, 4000);
    expect(dashboard.problems).toEqual([]);
    await dashboard.close();
  });

  it('offline sends nothing, and resumes when the network is back', async () => {
    const dashboard = await watching(6, 'bulk');
    await dashboard.page.check('#pause-auto');
    // Between two polls of all jobs: one in flight as the network goes down would fail, and rightly.
    const poll = await dashboard.page.waitForResponse(/\/status\b/);
    await poll.finished();
    await dashboard.page.context().setOffline(true);
    await dashboard.says(/^Paused while offline/);
    expect(await sentWithin(4500)).toBe(0);
    // Nothing was attempted while offline either.
    expect(await dashboard.page.textContent('#failed')).toBe('0');
    await dashboard.page.context().setOffline(false);
    await dashboard.says(/^All 6 jobs are done\.$/, 4000);
    expect(dashboard.problems).toEqual([]);
    await dashboard.close();
  });

  it('hidden keeps polling if asked to', async () => {
    const dashboard = await watching(30);
    await setHidden(dashboard.page, true);
    expect(await sentWithin(1500)).toBeGreaterThan(4);
    await dashboard.close();
  });
});

describe('nothing keeps running', () => {
  it('after the tab is closed', async () => {
    const dashboard = await watching(30);
    await dashboard.close();
    expect(await sentWithin(2500)).toBe(0);
  });

  it('after a batch is no longer watched, until it is watched again', async () => {
    const dashboard = await watching(8);
    await dashboard.page.getByRole('button', { name: 'Stop watching' }).click();
    expect(await sentWithin(2500)).toBe(0);
    // Nothing on the page promises a poll either.
    const promised = await dashboard.page
      .locator('.job')
      .evaluateAll(rows =>
        rows.filter(
          row =>
            /next|polling/.test(row.textContent) ||
            (row.querySelector('.next')?.getAttribute('d') ?? '') !== '',
        ),
      );
    expect(await dashboard.page.locator('.now').isVisible()).toBe(false);
    expect(promised).toEqual([]);
    await dashboard.says(/^Stopped watching 6 jobs; they continue on the backend\.$/);
    await dashboard.page.getByRole('button', { name: 'Resume' }).click();
    await dashboard.says(/^All 6 jobs are done\.$/);
    const before = backend.app.jobs.created;
    await dashboard.page.getByRole('button', { name: 'Remove' }).click();
    expect(await dashboard.page.locator('.batch').count()).toBe(0);
    expect(await sentWithin(1500)).toBe(0);
    expect(backend.app.jobs.created).toBe(before);
    expect(dashboard.problems).toEqual([]);
    await dashboard.close();
  });

  it('after a reload, until the open jobs are resumed', async () => {
    const dashboard = await watching(9);
    await dashboard.page.reload();
    expect(await sentWithin(1500)).toBe(0);
    await dashboard.page.click('#resume');
    await dashboard.page.locator('h3', { hasText: /^Batch 1: \d+ jobs? found on the backend$/ }).waitFor();
    await dashboard.close();
  });
});
