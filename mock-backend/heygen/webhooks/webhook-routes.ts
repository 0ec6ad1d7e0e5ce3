import { Hono } from 'hono';
import type { HeygenAccount } from '../account/heygen-account.js';
import type { HeygenBodies } from '../requests/heygen-bodies.js';
import { jsonText } from '../requests/json-text.js';
import { heygenProblem } from '../requests/heygen-problem.js';
import type { Env } from '../../http/env.js';
import type { WebhookEndpoint } from '../../webhooks/webhook-endpoints.js';

/** Registers endpoints for webhooks. The secret is shown once, in the response to the create. */
export const webhookRoutes = ({ endpoints }: HeygenAccount, bodies: HeygenBodies) =>
  new Hono<{ Bindings: Env }>()
    .post('/', async c => {
      const { url, events } = bodies.endpoint(await jsonText(c));
      const endpoint = endpoints.register(url, events ?? null);
      return c.json({ data: { ...view(endpoint), secret: endpoint.secret } });
    })
    .get('/', c => c.json({ data: endpoints.list().map(view), has_more: false, next_token: null }))
    .delete('/:id', c => {
      const id = c.req.param('id');
      if (!endpoints.remove(id))
        throw heygenProblem(404, 'resource_not_found', `Endpoint ${id} does not exist.`);
      return c.json({ data: { endpoint_id: id } });
    });

const view = ({ id, url, events, createdAt }: WebhookEndpoint) => ({
  endpoint_id: id,
  url,
  events,
  status: 'enabled',
  created_at: new Date(createdAt).toISOString(),
  secret: null,
});
