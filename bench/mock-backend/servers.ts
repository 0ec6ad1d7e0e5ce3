import { createAdaptorServer } from '@hono/node-server';
import { startMockBackend } from 'heygen-rx/mock-backend';
import { Hono } from 'hono';
import type { AddressInfo } from 'node:net';

/** The mock backend, and in the same process an app with a single route that returns the same response. Each has its own port. */
const mock = await startMockBackend({ processingMs: 3_600_000, seed: 1 });
const { id } = mock.app.jobs.create();

const bare = new Hono();
bare.get('/status/:jobId', c => c.json({ job_id: c.req.param('jobId'), result: 'pending' }));
const server = createAdaptorServer({ fetch: bare.fetch });
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.log(
    JSON.stringify({ mock: `${mock.url}/status/${id}`, bare: `http://127.0.0.1:${port}/status/${id}` }),
  );
});
