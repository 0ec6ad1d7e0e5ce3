import { readFile } from 'node:fs/promises';

/** The files of the dashboard's page. */
export type DashboardFile = 'page.html' | 'style.css' | 'dashboard.js';

/**
 * Reads a file of the page from where `npm run build:dashboard` puts it.
 *
 * The package does not have this folder: `npm run build` replaces this module with one that contains the files.
 *
 * @throws Error (rejects) if the page has not been built
 */
export const dashboardFile = (name: DashboardFile): Promise<string> =>
  readFile(new URL(`../../.cache/dashboard/${name}`, import.meta.url), 'utf8');
