import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { startMockBackend, type RunningMockBackend } from '../../mock-backend/index.js';
import { launchChromium } from './support/chromium.js';
import { DashboardPage, until } from './support/dashboard-page.js';

let browser: Browser;
let backend: RunningMockBackend;
beforeAll(async () => {
  browser = await launchChromium();
});
beforeEach(async () => {
  backend = await startMockBackend({ seed: 8 });
});
afterEach(() => backend.close());
afterAll(() => browser.close());

const complaints = async ({ page }: DashboardPage): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(node => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
  );
};

describe.each([
  { colorScheme: 'light', viewport: { width: 1440, height: 900 } },
  { colorScheme: 'dark', viewport: { width: 1440, height: 900 } },
  { colorScheme: 'light', viewport: { width: 400, height: 800 } },
] as const)('axe finds nothing in $colorScheme at $viewport.width px', ({ colorScheme, viewport }) => {
  it('before, during and after an outage', async () => {
    const dashboard = await DashboardPage.open(browser, backend.url, { colorScheme, viewport });
    const { page } = dashboard;
    expect(await complaints(dashboard)).toEqual([]);
    await dashboard.create({ count: 2, from: 1, to: 1, failing: 50 });
    await dashboard.says(/^All 2 jobs are done, 1 failed\.$/);
    await page.evaluate(() => document.querySelectorAll('details').forEach(details => (details.open = true)));
    await page.getByRole('button', { expanded: false }).first().click();
    expect(await complaints(dashboard)).toEqual([]);
    // Longer than an inspection takes.
    await dashboard.create({ count: 4, from: 200, to: 200 });
    await page.check('#outage');
    await dashboard.says(/circuit is open/);
    expect(await complaints(dashboard)).toEqual([]);
    await page.uncheck('#outage');
    await dashboard.says(/^Watching 4 jobs\.$/);
    expect(await complaints(dashboard)).toEqual([]);
    // Nothing is wider than the window.
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
    await dashboard.picture(`${colorScheme}-${viewport.width}`);
    await dashboard.close();
  });
});

it('each control is named by its label: an output in the label would take its place, which axe does not notice', async () => {
  const dashboard = await DashboardPage.open(browser, backend.url);
  const { page } = dashboard;
  await page.evaluate(() => document.querySelectorAll('details').forEach(details => (details.open = true)));
  const unnamed = await page
    .locator('input, select')
    .evaluateAll(controls =>
      (controls as HTMLInputElement[])
        .filter(({ labels, ariaLabel }) => ariaLabel === null && (labels?.length ?? 0) === 0)
        .map(({ outerHTML }) => outerHTML),
    );
  expect(unnamed).toEqual([]);
  await dashboard.close();
});

describe('with the keyboard alone', () => {
  it('the first tab stop skips the controls; a batch can be created, an outage started and stopped', async () => {
    const dashboard = await DashboardPage.open(browser, backend.url);
    const { keyboard } = dashboard.page;
    const focused = () =>
      dashboard.page.evaluate(() => {
        const { activeElement: at } = document;
        return [at?.id, at?.getAttribute('name'), at?.textContent.trim()].find(name => (name ?? '') !== '');
      });
    await keyboard.press('Tab');
    expect(await focused()).toBe('Skip to the jobs');
    await keyboard.press('Enter');
    expect(await focused()).toBe('jobs');
    await dashboard.page.locator('[name=count]').focus();
    await keyboard.press('ControlOrMeta+a');
    await keyboard.type('2');
    await keyboard.press('Enter');
    await dashboard.says(/^Watching 2 jobs\.$/);
    const stops: (string | null | undefined)[] = [];
    while (stops.at(-1) !== 'outage' && stops.length < 12) {
      await keyboard.press('Tab');
      stops.push(await focused());
    }
    expect(stops).toEqual(['failing', 'from', 'to', 'polls', 'Schedule', 'Create', 'Faults', 'outage']);
    await keyboard.press('Space');
    await until(() => backend.app.faults.inOutage);
    await keyboard.press('Space');
    await until(() => !backend.app.faults.inOutage);
    await dashboard.close();
  });
});
