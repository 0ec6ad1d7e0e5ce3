import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, map } from 'rxjs';
import { TranslationClient, type Transport } from 'heygen-rx';
import { HttpClient } from 'heygen-rx/http';
import { errorOf } from '../../helpers/outcome.js';
import { httpWire } from '../../helpers/wire.js';

function dubbingService(baseUrl: string, token: () => Promise<string>): Transport {
  const http = new HttpClient({ baseUrl, headers: { authorization: async () => `Bearer ${await token()}` } });
  return {
    create: (request, idempotencyKey) =>
      http
        .send('POST', ['dubs'], { body: request, idempotencyKey })
        .pipe(map(response => response.text('dub', 'id'))),
    status: jobId =>
      http
        .send('GET', ['dubs', jobId], { jobId })
        .pipe(map(response => ({ jobId, status: response.text('dub', 'state') }))),
  };
}

describe('a transport of five lines on heygen-rx/http', () => {
  it('creates and watches jobs, with its token on every request', async () => {
    let polls = 0;
    await using wire = await httpWire((request, response) => {
      const state = request.method === 'GET' && ++polls > 1 ? 'completed' : 'running';
      response.end(JSON.stringify({ dub: { id: 'd/1', state } }));
    });
    const client = new TranslationClient({
      transport: dubbingService(`${wire.url}/api`, async () => 'secret-token'),
      polling: { initialIntervalMs: 10 },
    });
    const last = await lastValueFrom(client.translate({ video: 'https://x/v' }, { idempotencyKey: 'k1' }));
    expect(last).toMatchObject({ jobId: 'd/1', status: 'completed' });
    expect(wire.seen.map(({ method, url }) => `${method!} ${url!}`)).toEqual([
      'POST /api/dubs',
      'GET /api/dubs/d%2F1',
      'GET /api/dubs/d%2F1',
    ]);
    for (const { headers } of wire.seen) expect(headers.authorization).toBe('Bearer secret-token');
    expect(wire.seen[0]?.headers['idempotency-key']).toBe('k1');
  });

  it('turns failures into errors without secrets', async () => {
    const status = async (code: number, headers: Record<string, string>, body: string) => {
      await using wire = await httpWire((_, response) => response.writeHead(code, headers).end(body));
      return await errorOf(dubbingService(wire.url, async () => 'secret-token').status('d1'));
    };
    expect(await status(429, { 'retry-after': '7' }, '{}')).toMatchObject({
      name: 'RateLimitError',
      jobId: 'd1',
      retryAfterMs: 7000,
    });
    const refused = await status(400, {}, '{"error":{"code":"bad","message":"no: secret-token"}}');
    expect(refused).toMatchObject({ name: 'RequestError', code: 'bad', jobId: 'd1' });
    expect(refused.message).toBe('GET /dubs/d1 returned 400 (bad): no: [redacted]');
    expect(await status(200, {}, '{"dub":{"state":7}}')).toMatchObject({
      name: 'ProtocolError',
      message: 'GET /dubs/d1 returned 200, but without a string at `dub.state`',
    });
    expect(await status(200, {}, `{"dub":"${'x'.repeat(2 << 20)}"}`)).toMatchObject({
      code: 'body_too_large',
    });
  });
});
