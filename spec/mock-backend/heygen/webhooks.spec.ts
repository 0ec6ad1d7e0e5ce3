import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import {
  createMockBackend,
  startMockBackend,
  type MockBackendOptions,
  type WebhookOptions,
} from '../../../mock-backend/index.js';
import { heygenAt, request, videoAt } from './support/heygen-account.js';

interface Received {
  readonly url: string;
  readonly headers: Headers;
  readonly rawBody: string;
  readonly event_type: string;
  readonly event_data: Record<string, unknown>;
}

/** A backend with a clock controlled by the spec, and a receiver of its webhooks. */
const withReceiver = (
  webhooks: WebhookOptions = {},
  answer: () => number = () => 200,
  over: MockBackendOptions = {},
) => {
  const received: Received[] = [];
  const clock = { at: 1_000_000 };
  const fetch = (url: string, init: RequestInit) => {
    const rawBody = init.body as string;
    const parsed = JSON.parse(rawBody) as Pick<Received, 'event_type' | 'event_data'>;
    received.push({ url, headers: new Headers(init.headers), rawBody, ...parsed });
    return new Response(null, { status: answer() });
  };
  const heygen = { concurrency: Infinity, webhooks: { url: 'https://me.test/hook', fetch, ...webhooks } };
  const account = heygenAt(clock, { ...over, heygen });
  const at = async (ms: number) => {
    clock.at = 1_000_000 + ms;
    await account.backend.webhooks.deliverDue();
  };
  return { ...account, clock, received, at };
};

describe('a webhook', () => {
  it('reports a success when the job has ended, signed over the raw body', async () => {
    const { backend, create, received, at } = withReceiver({ secret: 'whsec_s' });
    const [id] = await create({ callback_id: 'mine' });
    await at(999);
    expect(received).toEqual([]);
    await at(1000);
    expect(received).toMatchObject([
      {
        url: 'https://me.test/hook',
        event_type: 'video_translate.success',
        event_data: {
          video_translate_id: id,
          url: expect.stringMatching(/^http:\/\/localhost\/files\/.*\/video\.mp4\?/),
          callback_id: 'mine',
          output_language: 'German',
        },
      },
    ]);
    const { headers, rawBody, event_data } = received[0]!;
    expect((await backend.request(event_data.url as string)).status).toBe(200);
    expect(headers.get('heygen-signature')).toBe(
      createHmac('sha256', 'whsec_s').update(rawBody).digest('hex'),
    );
    expect(headers.get('heygen-timestamp')).toBe('1001');
    expect(headers.get('heygen-event-id')).toBe(backend.webhooks.deliveries[0]!.eventId);
    await at(1e9);
    expect(received).toHaveLength(1);
  });

  it('reports a failure, with a message instead of a URL', async () => {
    const { create, received, at } = withReceiver({ idField: 'video_translation_id' });
    const [id] = await create({ video: videoAt('mock=silent') });
    await at(30_000);
    const data = { video_translation_id: id, message: 'No speech was detected in the audio.' };
    expect(received).toMatchObject([{ event_type: 'video_translate.fail', event_data: data }]);
    expect(received[0]!.event_data).not.toHaveProperty('url');
  });

  it('waits for the URL of a completed job', async () => {
    const { create, received, at } = withReceiver();
    const late = withReceiver({}, undefined, {});
    await create();
    await at(1000);
    expect(received).toHaveLength(1);
    const lagging = heygenAt(late.clock, {
      heygen: { addressLagMs: 500, webhooks: { url: 'https://x.test/' } },
    });
    await lagging.create();
    late.clock.at += 1499;
    await lagging.backend.webhooks.deliverDue();
    expect(lagging.backend.webhooks.deliveries).toEqual([]);
  });

  it('also goes to the callback of the request, unsigned if configured so', async () => {
    const { create, received, at } = withReceiver({ signCallbacks: false });
    await create({ callback_url: 'https://callback.test/here' });
    await at(1000);
    expect(received.map(({ url, headers }) => [url, headers.has('heygen-signature')])).toEqual([
      ['https://callback.test/here', false],
      ['https://me.test/hook', true],
    ]);
  });

  it('is not sent for a deleted job, and is sent early for a job ended by hand', async () => {
    const { backend, create, received, at, clock } = withReceiver();
    const [deleted, settled] = await create({ output_languages: ['German', 'French'] });
    backend.jobs.delete(deleted!);
    clock.at += 10;
    backend.jobs.settle(settled!, 'error', 'Out of luck.');
    await at(10);
    await at(5000);
    expect(received.map(one => one.event_data)).toMatchObject([
      { video_translate_id: settled, message: 'Out of luck.' },
    ]);
  });

  it('reports once that a batch has finished', async () => {
    const { call, received, at } = withReceiver();
    const { body } = await call('POST', '/video-translations/batches', {
      callback_url: 'https://callback.test/batch',
      title: 'Course',
      video_translations: [request(), request({ video: videoAt('mock=failed&mock_ms=2500') })],
    });
    await at(1000);
    await at(2499);
    const batches = () => received.filter(one => one.event_type === 'batch.finished');
    expect([received.length, batches().length]).toEqual([1, 0]);
    await at(2500);
    expect(batches()).toMatchObject([
      {
        url: 'https://callback.test/batch',
        event_data: {
          batch_id: body.data.batch_id,
          status: 'completed',
          counts_by_status: { completed: 1, failed: 1 },
        },
      },
      { url: 'https://me.test/hook' },
    ]);
  });

  it('is retried until accepted, as the same event with a new timestamp', async () => {
    const statuses = [500, 503, 204];
    const { backend, create, received, at } = withReceiver(
      { retryMs: [100, 1000] },
      () => statuses.shift() ?? 200,
    );
    await create();
    for (const ms of [1000, 1099, 1100, 2099, 2100, 9e9]) await at(ms);
    expect(
      backend.webhooks.deliveries.map(({ at, attempt, status }) => [at - 1_000_000, attempt, status]),
    ).toEqual([
      [1000, 1, 500],
      [1100, 2, 503],
      [2100, 3, 204],
    ]);
    expect(new Set(received.map(({ headers }) => headers.get('heygen-event-id'))).size).toBe(1);
    expect(new Set(received.map(({ rawBody }) => rawBody)).size).toBe(1);
    expect(received.map(({ headers }) => headers.get('heygen-timestamp'))).toEqual(['1001', '1001', '1002']);
  });

  it('is given up after the last attempt', async () => {
    const { backend, create, at } = withReceiver({ retryMs: [1, 1] }, () => 500);
    await create();
    for (const ms of [1000, 1001, 1002, 1003, 9e9]) await at(ms);
    expect(backend.webhooks.deliveries).toHaveLength(3);
  });

  it('may be lost, sent twice, or late', async () => {
    const lost = withReceiver({ loss: 1 });
    await lost.create();
    await lost.at(9e9);
    expect(lost.received).toEqual([]);

    const twice = withReceiver({ repeats: 1, delayMs: 20 });
    await twice.create();
    for (const ms of [1020, 1040, 9e9]) await twice.at(ms);
    expect(twice.received).toHaveLength(2);
    expect(new Set(twice.received.map(({ headers }) => headers.get('heygen-event-id'))).size).toBe(1);

    const late = withReceiver({ late: 1, lateMs: 3000 });
    await late.create();
    await late.at(3999);
    expect(late.received).toEqual([]);
    await late.at(4000);
    expect(late.received).toHaveLength(1);
  });

  it('may overtake others that are late, in the same order for the same seed', async () => {
    const run = async () => {
      const { create, received, at } = withReceiver({
        late: 0.5,
        lateMs: [100, 5000],
        loss: 0.2,
        repeats: 0.3,
      });
      const ids: string[] = [];
      for (let i = 0; i < 20; i++) ids.push(...(await create()));
      for (let ms = 1000; ms < 8000; ms += 50) await at(ms);
      return received.map(({ event_data }) => ids.indexOf(event_data.video_translate_id as string));
    };
    const order = await run();
    expect(await run()).toEqual(order);
    expect(order).not.toEqual([...order].sort((a, b) => a - b));
    expect(new Set(order).size).toBeLessThan(20);
    expect(new Set(order).size).toBeLessThan(order.length);
  });
});

describe('endpoints', () => {
  it('are registered with their own secret, and get the events they chose', async () => {
    const { call, create, received, at } = withReceiver({ url: undefined });
    const { body } = await call('POST', '/webhooks/endpoints', {
      url: 'https://other.test/',
      events: ['video_translate.fail'],
    });
    const endpoint = body.data;
    expect(endpoint.secret).toMatch(/^whsec_/);
    const listed = await call('GET', '/webhooks/endpoints');
    expect(listed.body).toMatchObject({ data: [{ endpoint_id: endpoint.endpoint_id, secret: null }] });

    await create();
    await create({ video: videoAt('mock=failed') });
    await at(1000);
    expect(received.map(one => one.event_type)).toEqual(['video_translate.fail']);
    const expected = createHmac('sha256', endpoint.secret).update(received[0]!.rawBody).digest('hex');
    expect(received[0]!.headers.get('heygen-signature')).toBe(expected);

    await call('DELETE', `/webhooks/endpoints/${endpoint.endpoint_id}`);
    expect((await call('DELETE', `/webhooks/endpoints/${endpoint.endpoint_id}`)).status).toBe(404);
    await create({ video: videoAt('mock=failed') });
    await at(9e9);
    expect(received).toHaveLength(1);
  });

  it.each([
    [{ url: 'http://other.test/' }, 'url'],
    [{ url: 'https://other.test/', event: 'x' }, 'event'],
  ])('%j is refused', async (endpoint, param) => {
    const { status, body } = await withReceiver().call('POST', '/webhooks/endpoints', endpoint);
    expect([status, body.error.param]).toEqual([400, param]);
  });
});

it('a receiver that does not respond holds up no retries to others', async () => {
  const attempts: string[] = [];
  let accept: () => void;
  const isAccepted = new Promise<void>(resolve => (accept = resolve));
  const fetch = (url: string, { signal }: RequestInit) => {
    if (url.endsWith('/slow'))
      return new Promise<Response>((_resolve, reject) => signal?.addEventListener('abort', reject));
    attempts.push(url);
    if (attempts.length === 3) accept();
    return new Response(null, { status: 500 });
  };
  const backend = createMockBackend({
    processingMs: 0,
    heygen: { webhooks: { url: 'https://me.test/slow', retryMs: [1, 1], fetch } },
  });
  await backend.request('/v3/video-translations', {
    method: 'POST',
    headers: { 'x-api-key': 'any', 'content-type': 'application/json' },
    body: JSON.stringify(request({ callback_url: 'https://me.test/refusing' })),
  });
  await isAccepted;
  expect(backend.webhooks.deliveries.map(({ attempt }) => attempt)).toEqual([1, 2]);
  backend.stop();
});

it('with the real clock, webhooks are sent by themselves, over HTTP', async () => {
  const bodies: string[] = [];
  let taken: () => void;
  const isTaken = new Promise<void>(resolve => (taken = resolve));
  const receiver = createServer((incoming, outgoing) => {
    incoming.setEncoding('utf8').on('data', chunk => bodies.push(chunk as string));
    incoming.on('end', () => {
      outgoing.end();
      taken();
    });
  });
  await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
  const backend = await startMockBackend({ processingMs: 30, heygen: { allowPrivateAddresses: true } });
  const response = await fetch(`${backend.url}/v3/video-translations`, {
    method: 'POST',
    headers: { 'x-api-key': 'any', 'content-type': 'application/json' },
    body: JSON.stringify(request({ callback_url: url })),
  });
  expect(response.status).toBe(200);
  await isTaken;
  expect(JSON.parse(bodies.join(''))).toMatchObject({ event_type: 'video_translate.success' });
  await backend.close();
  receiver.closeAllConnections();
  await new Promise(resolve => receiver.close(resolve));
});
