import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { startMockBackend, type RunningMockBackend } from '../../mock-backend/index.js';
import { launchChromium } from './support/chromium.js';
import { DashboardPage } from './support/dashboard-page.js';

let browser: Browser;
let backend: RunningMockBackend;
beforeAll(async () => {
  browser = await launchChromium();
  backend = await startMockBackend({ latencyMs: [5, 20], seed: 9 });
});
afterEach(() => backend.app.faults.stopOutage());
afterAll(async () => {
  await browser.close();
  await backend.close();
});

const shownRows = ({ page }: DashboardPage) => page.locator('.job:visible');

describe('the details of a job', () => {
  it('open on a click, with its events, its requests and the reason of its failure, and close again', async () => {
    const dashboard = await DashboardPage.open(browser, backend.url);
    const { page } = dashboard;
    await dashboard.create({ count: 2, from: 1, to: 1, failing: 50 });
    await dashboard.says(/^All 2 jobs are done, 1 failed\.$/);
    const job = page.locator('.job[data-status=error]');
    await job.locator('.row').click();
    await job.locator('.name[aria-expanded=true]').waitFor();
    expect(await job.locator('dl').textContent()).toMatch(
      /Job[0-9a-f]{32}Statusfailed.*ReasonThe translation failed/,
    );
    expect(await job.locator('.events').textContent()).toMatch(/JOB_CREATED.*STATUS_CHANGED.*JOB_FAILED/);
    expect(await job.locator('.requests').textContent()).toMatch(
      /POST \/job201 after \d+ ms.*GET \/status\/…200/,
    );
    await job.getByRole('button').press('Enter');
    expect(await job.locator('.details').count()).toBe(0);
    await dashboard.close();
  });

  it('follow the job while they are open', async () => {
    const dashboard = await DashboardPage.open(browser, backend.url);
    await dashboard.create({ count: 1, from: 2, to: 2 });
    await dashboard.page.locator('.row').click();
    await dashboard.page.locator('.events', { hasText: 'JOB_CREATED' }).waitFor();
    await dashboard.page.locator('.events', { hasText: 'JOB_COMPLETED' }).waitFor();
    await dashboard.page.locator('dl', { hasText: 'Ended' }).waitFor();
    expect(dashboard.problems).toEqual([]);
    await dashboard.close();
  });
});

describe('many jobs', () => {
  it('are filtered by failed and open; a batch that has ended makes room for the next one', async () => {
    const dashboard = await DashboardPage.open(browser, backend.url);
    const { page } = dashboard;
    await dashboard.create({ count: 60, from: 1, to: 2, failing: 20, polls: 'bulk' });
    await dashboard.says(/^All 60 jobs are done, 12 failed\.$/);
    await dashboard.create({ count: 3, from: 100, to: 100 });
    await page.locator('.job').nth(62).waitFor({ state: 'attached' });
    await page.getByRole('button', { name: /^Batch 1/, expanded: false }).waitFor();
    expect(await shownRows(dashboard).count()).toBe(3);
    await page.check('[name=show][value=failed]', { force: true });
    await page.getByText('No failed jobs in this batch.').waitFor();
    await shownRows(dashboard).nth(11).waitFor();
    expect(await shownRows(dashboard).count()).toBe(12);
    expect(await page.textContent('#show')).toMatch(/all\s*63\s*open\s*3\s*failed\s*12/);
    await page.check('[name=show][value=open]', { force: true });
    await page.getByText('No open jobs in this batch.').waitFor();
    expect(await shownRows(dashboard).count()).toBe(3);
    expect(await dashboard.jobs()).toEqual({ completed: 48, error: 12, pending: 3 });
    expect(dashboard.problems).toEqual([]);
    await dashboard.close();
  });

  it('leave the controls, the batch and the state of the backend in reach', async () => {
    const dashboard = await DashboardPage.open(browser, backend.url);
    const { page } = dashboard;
    await dashboard.create({ count: 120, from: 100, to: 100, polls: 'bulk' });
    await page.locator('.job').nth(119).scrollIntoViewIfNeeded();
    expect(await page.evaluate(() => scrollY)).toBeGreaterThan(1000);
    for (const name of ['#outage', '.stop', '#circuit-text', '#headline-text', '#log-filter']) {
      const box = await page.locator(name).boundingBox();
      expect(box?.y).toBeGreaterThanOrEqual(0);
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(900);
    }
    // Where no poll follows, none is announced, even if the circuit is open.
    await page.check('#outage');
    await dashboard.says(/circuit is open/);
    await page.getByRole('button', { name: 'Stop watching' }).click();
    await page.locator('#circuit-text', { hasText: /^open$/ }).waitFor();
    await page.locator('.now').waitFor({ state: 'hidden' });
    await dashboard.close();
  });
});

describe('the truth about the backend', () => {
  it('the latency that it adds is what it says, and the measured one is at least that', async () => {
    const dashboard = await DashboardPage.open(browser, backend.url);
    const { page } = dashboard;
    await page.locator('#latency-text', { hasText: '5 to 20 ms' }).waitFor();
    await dashboard.create({ count: 4, from: 1, to: 1 });
    await dashboard.says(/^All 4 jobs are done\.$/);
    await page.locator('#latency-measured', { hasText: 'median' }).waitFor();
    const [, median] = /median (\d+)/.exec((await page.textContent('#latency-measured')) ?? '') ?? [];
    expect(Number(median)).toBeGreaterThanOrEqual(5);
    await dashboard.close();
  });

  it.each([
    ['status', /^The backend responds with 503: the circuit is open/],
    ['reset', /^The backend closes every connection: the circuit is open/],
  ])('an outage of %s is called by its name', async (kind, sentence) => {
    const dashboard = await DashboardPage.open(browser, backend.url);
    await dashboard.page.selectOption('#outage-kind', kind);
    await dashboard.page.check('#outage');
    await dashboard.create({ count: 6, from: 1, to: 1 });
    await dashboard.says(sentence);
    await dashboard.page.uncheck('#outage');
    await dashboard.says(/^All 6 jobs are done\.$/);
    await dashboard.close();
  });
});
