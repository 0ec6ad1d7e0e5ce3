import { Hono } from 'hono';
import type { MockBackend } from '../mock-backend.js';
import type { Dashboard } from '../options/mock-backend-options.js';
import { controlRoutes } from './control-routes.js';
import { dashboardFile, type DashboardFile } from './dashboard-files.js';

/**
 * The dashboard: a page at `/` to start jobs, watch them and break things, and under `/control` the calls behind its switches.
 *
 * Pass it as the option `dashboard`; `startMockBackend` does so by default.
 *
 * @example
 * const backend = createMockBackend({ dashboard });
 */
export const dashboard = (backend: MockBackend): Dashboard => {
  const app = new Hono();
  app.get('/', () => serve('page.html', 'text/html; charset=utf-8'));
  app.get('/dashboard/style.css', () => serve('style.css', 'text/css; charset=utf-8'));
  app.get('/dashboard/dashboard.js', () => serve('dashboard.js', 'text/javascript; charset=utf-8'));
  app.route('/control', controlRoutes(backend));
  return app;
};

const headers = {
  'cache-control': 'no-cache',
  // The page needs nothing from other origins, so it may load nothing from them.
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
};

const serve = async (name: DashboardFile, type: string): Promise<Response> => {
  try {
    return new Response(await dashboardFile(name), { headers: { ...headers, 'content-type': type } });
  } catch {
    const text =
      'The dashboard has not been built yet: run `npm run build:dashboard`. The backend itself works.\n';
    return new Response(text, {
      status: 503,
      headers: { ...headers, 'content-type': 'text/plain; charset=utf-8' },
    });
  }
};
