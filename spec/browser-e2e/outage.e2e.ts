import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { startMockBackend, type RunningMockBackend } from '../../mock-backend/index.js';
import { launchChromium } from './support/chromium.js';
import { requestsTo } from './support/requests-to.js';
import { DashboardPage, sleep } from './support/dashboard-page.js';

let browser: Browser;
let backend: RunningMockBackend;
beforeAll(async () => {
  browser = await launchChromium();
  backend = await startMockBackend({ latencyMs: [5, 30], seed: 3 });
});
afterEach(() => backend.app.faults.stopOutage());
afterAll(async () => {
  await browser.close();
  await backend.close();
});

describe('from creating jobs to the last one settled', () => {
  it('with an outage in the middle: says what is happening, sends almost nothing, loses nothing', async () => {
    const dashboard = await DashboardPage.open(browser, backend.url);
    const { page } = dashboard;
    expect(await dashboard.headline()).toBe('No jobs on this page yet. Create some.');
    await page.evaluate(() => {
      const said: string[] = [];
      Object.assign(globalThis, { said });
      const headline = document.getElementById('headline-text')!;
      new MutationObserver(() => said.push(headline.textContent)).observe(headline, { childList: true });
    });

    await dashboard.create({ count: 12, from: 2, to: 14, failing: 25 });
    await dashboard.says(/^Watching 12 jobs\.$/);
    await page.locator('.job').nth(11).waitFor();
    await sleep(1500);

    await page.check('#outage');
    await dashboard.says(/^The backend responds with 503: the circuit is open, nothing is sent/);
    // Outage and circuit are at the top, beside one another, and both are on the time axis.
    expect(await page.textContent('#backend-text')).toBe('outage');
    await page.locator('#circuit-text', { hasText: /^open, next request in \d\.\d s$/ }).waitFor();
    await page.locator('.bands .outage + .circuit-open').waitFor();
    expect(await page.getAttribute('.breaker li[aria-current]', 'data-name')).toBe('open');
    await dashboard.picture('outage');
    const before = requestsTo(backend);
    await sleep(5000);
    // Only probes: the circuit is open for 3 s, then for 4.5 s.
    expect(requestsTo(backend) - before).toBeLessThanOrEqual(2);
    await page.uncheck('#outage');

    await dashboard.says(/^All 12 jobs are done, 3 failed\.$/);
    expect(await dashboard.jobs()).toEqual({ completed: 9, error: 3 });
    expect(backend.app.jobs.created).toBe(12);
    expect(await page.getAttribute('.bar', 'aria-label')).toBe('9 completed, 3 failed');
    await page.locator('#notice-mean', { hasText: /^\d+\.\d\d s$/ }).waitFor();
    await page.locator('#notice-text', { hasText: 'Mean of 12 jobs' }).waitFor();
    expect(await page.locator('#log').textContent()).toMatch(
      /CIRCUIT_BREAKER_CLOSED[\s\S]*CIRCUIT_BREAKER_OPENED/,
    );
    await dashboard.picture('done');

    // One sentence per event, not one per job.
    const said = await page.evaluate(() => (globalThis as unknown as { said: string[] }).said);
    expect(said.length).toBeLessThan(20);
    expect(dashboard.problems).toEqual([]);
    await dashboard.close();
  });

  it('in bulk: a hundredth of the requests', async () => {
    const dashboard = await DashboardPage.open(browser, backend.url);
    const before = backend.app.stats.requests['GET /status?job_ids'] ?? 0;
    await dashboard.create({ count: 100, from: 2, to: 4, polls: 'bulk' });
    await dashboard.says(/^All 100 jobs are done\.$/);
    const polls = (backend.app.stats.requests['GET /status?job_ids'] ?? 0) - before;
    expect(polls).toBeGreaterThan(0);
    expect(polls).toBeLessThan(40);
    expect(dashboard.problems).toEqual([]);
    await dashboard.close();
  });

  it('makes one job even if the response to a create is lost', async () => {
    const dashboard = await DashboardPage.open(browser, backend.url);
    const before = backend.app.jobs.created;
    await dashboard.page.selectOption('#once', 'lost');
    await dashboard.page.click('#once-go');
    await dashboard.page
      .locator('#script-text', { hasText: '1 fault is waiting for its request.' })
      .waitFor();
    await dashboard.create({ count: 1, from: 1, to: 1 });
    await dashboard.says(/^The job is done\.$/);
    expect(backend.app.stats.faults.reset).toBe(1);
    expect(backend.app.jobs.created - before).toBe(1);
    await dashboard.page.locator('#created-there', { hasText: /^1$/ }).waitFor();
    await dashboard.close();
  });

  it('reports what it cannot do in one sentence', async () => {
    const dashboard = await DashboardPage.open(browser, backend.url);
    const problem = dashboard.page.locator('#create-problem');
    await dashboard.create({ count: 3, from: 5, to: 4 });
    expect(await problem.textContent()).toBe(
      'Cannot create jobs: “Duration to” must be from 5 to 3600 s, got 4',
    );
    await dashboard.page.click('summary:has-text("Schedule")');
    await dashboard.page.fill('[name=multiplier]', '0.5');
    await dashboard.create({ count: 3, from: 1, to: 2 });
    expect(await problem.textContent()).toBe('Cannot poll: `multiplier` must be at least 1, got 0.5');
    expect(await dashboard.page.locator('.batch').count()).toBe(0);
    await dashboard.close();
  });
});
