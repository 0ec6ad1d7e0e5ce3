// Makes the picture of the README: the dashboard in the middle of a run, after an outage. `npm run picture`
import { writeFile } from 'node:fs/promises';
import { startMockBackend } from '../../mock-backend/index.js';
import { launchChromium } from './support/chromium.js';
import { DashboardPage, sleep } from './support/dashboard-page.js';

const path = 'examples/dashboard.webp';
const size = { width: 1440, height: 900 };

const backend = await startMockBackend({ latencyMs: [10, 60], seed: 21 });
const browser = await launchChromium();
const dashboard = await DashboardPage.open(browser, backend.url, {
  viewport: { ...size },
  deviceScaleFactor: 1.5,
});
const { page } = dashboard;

await dashboard.create({ count: 18, from: 5, to: 40, failing: 12 });
await sleep(9000);
await page.check('#outage');
await dashboard.says(/circuit is open/);
await sleep(1500);
await page.uncheck('#outage');
await page.locator('.job[data-status=error]').first().waitFor();
await sleep(9000);

const devTools = await page.context().newCDPSession(page);
const { data } = await devTools.send('Page.captureScreenshot', {
  format: 'webp',
  quality: 70,
  clip: { x: 0, y: 0, ...size, scale: 1 },
});
const picture = Buffer.from(data, 'base64');
await writeFile(path, picture);
console.log(`${path}: ${Math.round(picture.length / 1024)} KB`);

await browser.close();
await backend.close();
