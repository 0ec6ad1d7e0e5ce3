import { readFile } from 'node:fs/promises';
import { Hono } from 'hono';
import type { MockBackend } from './app.js';
import { controlRoutes } from './control-routes.js';

/** Where `npm run build` puts the page: beside this file once it is built itself, else in `dist`. */
const pageFolder = new URL(
  import.meta.url.endsWith('.ts') ? '../dist/mock-backend/dashboard/' : './dashboard/',
  import.meta.url,
);

const headers = {
  'cache-control': 'no-cache',
  // The page needs nothing from elsewhere, so it may have nothing from elsewhere.
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
};

/**
 * The dashboard: a page at `/` on which to start jobs, watch them and break things, and what it is operated by under `/control`.
 *
 * Pass it as the option `dashboard`; a backend that `startMockBackend` serves has it anyway.
 */
export const dashboard = (backend: MockBackend): Hono => {
  const app = new Hono();
  app.get('/', () => serve('page.html', 'text/html; charset=utf-8'));
  app.get('/dashboard/style.css', () => serve('style.css', 'text/css; charset=utf-8'));
  app.get('/dashboard/dashboard.js', () => serve('dashboard.js', 'text/javascript; charset=utf-8'));
  app.route('/control', controlRoutes(backend));
  return app;
};

const serve = async (name: string, type: string): Promise<Response> => {
  try {
    const file = await readFile(new URL(name, pageFolder));
    return new Response(file, { headers: { ...headers, 'content-type': type } });
  } catch {
    return new Response(
      'The dashboard has not been built yet: `npm run build` does it. The backend itself works.\n',
      {
        status: 503,
        headers: { ...headers, 'content-type': 'text/plain; charset=utf-8' },
      },
    );
  }
};
