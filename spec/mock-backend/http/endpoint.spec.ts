import { expect, it } from '@jest/globals';
import type { Hono } from 'hono';
import { heygenAccount } from '../../../mock-backend/heygen/account/heygen-account.js';
import { heygenRoutes } from '../../../mock-backend/heygen/heygen-routes.js';
import { endpointOf } from '../../../mock-backend/http/endpoint.js';
import { createMockBackend } from '../../../mock-backend/index.js';

/** The routes of an app, without its middleware. */
const routesOf = (app: { readonly routes: Hono['routes'] }): [string, string][] =>
  app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => [method, path]);

const backend = createMockBackend();
const shared = {
  ...backend,
  links: { link: () => '' } as never,
  createWait: () => Promise.resolve(),
  idempotencyTtlMs: 0,
  hasOwnClock: true,
};
const heygen = heygenRoutes({ account: heygenAccount({}, shared), requestId: () => '' });

it.each([
  ...routesOf(backend as unknown as Hono).filter(([, path]) => path !== '/login'),
  ...routesOf(heygen),
])('%s %s is counted under its own name, and so not exempt from faults', (method, path) => {
  expect(endpointOf(method, path.replaceAll(/:\w+/g, 'some'))).toBe(`${method} ${path}`);
});
