/**
 * Translates a video and is notified by webhook when it is done. Polling continues, in case no webhook arrives.
 *
 * `npx tsx examples/webhook-hono/main.ts` uses the mock backend. Set HEYGEN_API_KEY, HEYGEN_WEBHOOK_SECRET, VIDEO and a PORT that HeyGen
 * can reach to use HeyGen.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { finalize } from 'rxjs';
import { heygenApi, throwIfFailed, TranslationClient } from 'heygen-rx';
import { startMockBackend } from 'heygen-rx/mock-backend';
import { webhookReceiver, type Receipt, type WebhookReceiver } from 'heygen-rx/webhooks';

/** HeyGen repeats a delivery for a day unless it gets a 2xx response. */
const STATUS = {
  accepted: 204,
  repeated: 204,
  unsigned: 401,
  forged: 401,
  stale: 401,
  unreadable: 400,
} as const satisfies Record<Receipt, number>;

/** The handler to copy. It passes on the raw body, because the signature covers its bytes. */
export const webhookApp = (receiver: WebhookReceiver) =>
  new Hono().post('/webhooks/heygen', bodyLimit({ maxSize: 1_048_576 }), async c => {
    const receipt = await receiver.receive(await c.req.arrayBuffer(), c.req.raw.headers);
    return c.body(null, STATUS[receipt]);
  });

async function main(): Promise<void> {
  const { HEYGEN_API_KEY, HEYGEN_WEBHOOK_SECRET, PORT, VIDEO } = process.env;
  const secret = HEYGEN_WEBHOOK_SECRET ?? 'whsec_only-for-the-mock-backend';
  const receiver = webhookReceiver({ secret });
  const server = serve({ fetch: webhookApp(receiver).fetch, port: Number(PORT ?? 0) });
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/heygen`;
  const isMock = HEYGEN_API_KEY === undefined;
  const mock =
    isMock && (await startMockBackend({ processingMs: 3000, heygen: { webhooks: { url, secret } } }));

  const transport = heygenApi({ apiKey: HEYGEN_API_KEY ?? 'any', ...(mock && { baseUrl: mock.url }) });
  const client = new TranslationClient({ transport, wake$: receiver.wake$ });
  const startedAt = performance.now();
  const log = (what: string) =>
    console.log(`${((performance.now() - startedAt) / 1000).toFixed(1)} s  ${what}`);

  receiver.event$.subscribe(({ type }) => log(`webhook: ${type}`));
  client
    .translate({ video: VIDEO ?? 'https://example.com/video.mp4', outputLanguage: 'German' })
    .pipe(
      throwIfFailed(),
      finalize(() => {
        server.close();
        if (mock) void mock.close();
      }),
    )
    .subscribe({
      next: ({ jobId, status }) => log(`${jobId} is ${status}`),
      error: (error: unknown) => {
        console.error(error);
        process.exitCode = 1;
      },
    });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
