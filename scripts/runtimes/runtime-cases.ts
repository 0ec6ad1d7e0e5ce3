import assert from 'node:assert/strict';
import type { Case } from '../consumer/cases.js';
import type { Project } from '../consumer/project.js';
import { run } from '../consumer/run.js';
import { tool } from '../consumer/tools.js';
import { launchChromium } from '../../spec/browser-e2e/support/chromium.js';

const NODES = [20, 22, 24, 26];

const node = (version: number): string => tool(`node-${version}/bin/node`);

/** The same program in every runtime, with the mock backend at `url`. */
export const runtimeCases = ({ folder: cwd }: Project, worker: string, url: string): readonly Case[] => [
  ...NODES.map(version => ({
    name: `Node ${version}`,
    run: async () =>
      `${await run(node(version), ['--version'])}: ${await run(node(version), ['main.mjs', url], { cwd })}`,
  })),
  {
    name: 'Bun',
    run: async () =>
      `${await run(tool('.bin/bun'), ['--version'])}: ${await run(tool('.bin/bun'), ['main.mjs', url], { cwd })}`,
  },
  {
    name: 'Deno',
    run: () =>
      run(tool('.bin/deno'), ['run', '--allow-all', '--node-modules-dir=manual', 'main.mjs', url], { cwd }),
  },
  {
    name: 'workerd',
    run: () => run(node(22), ['run-worker.mjs', tool('miniflare/dist/src/index.js'), worker, url], { cwd }),
  },
  {
    name: 'Chromium',
    run: async () => {
      await using browser = await launchChromium();
      const page = await browser.newPage();
      await page.goto(url);
      const outcome = await page.evaluate(() => (globalThis as { outcome?: Promise<string> }).outcome);
      assert.ok(outcome, 'the page did not load its script');
      return `${browser.version()}: ${outcome}`;
    },
  },
  ...NODES.filter(version => version > 20).map(version => ({
    name: `require() in Node ${version}`,
    run: async () => {
      const statuses = await run(node(version), ['required.cjs'], { cwd });
      assert.match(statuses, /^completed$/m);
      return statuses.replaceAll('\n', ', ');
    },
  })),
];
