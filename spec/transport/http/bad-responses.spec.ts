import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import type { Fetch } from '../../../lib/transport/http/own-fetch.js';
import { selfSigned } from '../../helpers/self-signed.js';
import { errorOf, outcomeOf } from '../../helpers/outcome.js';
import { httpWire, tcpWire } from '../../helpers/wire.js';
import { json, poll, raw } from './support/poll-over-wire.js';

it.each([
  ['{"retry_after":1.5}', 1500],
  ['{"error":{"code":"slow","retry_after":2}}', 2000],
  ['{"error":"slow","retryAfter":3}', 3000],
  ['{"retry_after":"soon"}', undefined],
  ['{"retry_after":-1}', undefined],
  // An instant.
  ['{"retry_after":1790000000}', undefined],
])('a 429 may say in its body how long to wait: %s', async (body, retryAfterMs) => {
  const fetch = () => new Response(body, { status: 429 });
  const error = await errorOf(poll({ baseUrl: 'http://localhost', fetch }));
  expect(error.name).toBe('RateLimitError');
  expect(Reflect.get(error, 'retryAfterMs')).toBe(retryAfterMs);
  const withHeader = () => new Response(body, { status: 429, headers: { 'retry-after': '9' } });
  expect(await errorOf(poll({ baseUrl: 'http://localhost', fetch: withHeader }))).toMatchObject({
    retryAfterMs: 9000,
  });
});

describe('a bad response', () => {
  it.each<[string, (socket: Socket) => unknown, object]>([
    ['a reset before headers', s => s.resetAndDestroy(), { name: 'NetworkError', code: 'ECONNRESET' }],
    ['an end before headers', s => s.end(), { name: 'NetworkError' }],
    ['garbage', s => s.end('garbage\r\n\r\n'), { name: 'NetworkError' }],
    ['a garbage status line', s => s.end('HTTP/1.1 abc\r\n\r\n'), { name: 'NetworkError' }],
    ['an end in mid-body', s => s.end(json('{"a":1}', { 'content-length': '99' })), { name: 'NetworkError' }],
    [
      'a reset in mid-body',
      s =>
        s.write(json('{"a":1}', { 'content-length': '99' }), () => setTimeout(() => s.resetAndDestroy(), 10)),
      {
        name: 'NetworkError',
        code: expect.stringMatching(/ECONNRESET|UND_ERR_SOCKET|UND_ERR_RES_CONTENT_LENGTH_MISMATCH/),
      },
    ],
    [
      'a cut chunked body',
      s => s.end(raw('200 OK', { 'transfer-encoding': 'chunked' }, '5\r\n{"a":\r\n')),
      { name: 'NetworkError' },
    ],
    [
      'two content-lengths',
      s => s.end(raw('200 OK', { 'Content-Length': '2', 'content-length': '3' }, '{} ')),
      { name: 'NetworkError' },
    ],
    ['20 KiB of headers', s => s.end(json('{}', { x: 'x'.repeat(20_480) })), { name: 'NetworkError' }],
    [
      'bad gzip',
      s => s.end(json('hello', { 'content-encoding': 'gzip' })),
      { name: 'NetworkError', code: 'Z_DATA_ERROR' },
    ],
    [
      '101',
      s => s.end(raw('101 Switching Protocols', { upgrade: 'x', connection: 'upgrade' })),
      { name: 'NetworkError' },
    ],
    ['cut JSON', s => s.end(json('{"a":')), { name: 'ProtocolError', status: 200 }],
    ['HTML with 200', s => s.end(json('<html>Log in')), { name: 'ProtocolError', status: 200 }],
    [
      'HTML with 502',
      s => s.end(raw('502 Bad Gateway', { 'content-length': '4' }, '<p>!')),
      { name: 'ServerError', status: 502 },
    ],
    ['204 asked for JSON', s => s.end(raw('204 No Content', {})), [{ status: 204, body: undefined }]],
    ['304', s => s.end(raw('304 Not Modified', {})), { name: 'ProtocolError', status: 304 }],
    [
      '403 that throttles',
      s => s.end(raw('403 Forbidden', { 'retry-after': '7', 'content-length': '0' })),
      { name: 'AuthenticationError', retryAfterMs: 7000 },
    ],
    [
      '300',
      s => s.end(raw('300 Multiple Choices', { 'content-length': '0' })),
      { name: 'RequestError', code: 'redirect' },
    ],
    [
      '600',
      s => s.end(raw('600 What', { 'content-length': '2' }, '{}')),
      { name: 'ProtocolError', status: 600 },
    ],
    [
      '999',
      s => s.end(raw('999 What', { 'content-length': '2' }, '{}')),
      { name: 'ProtocolError', status: 999 },
    ],
    [
      '404',
      s => s.end(raw('404 Not Found', { 'content-length': '0' })),
      { name: 'JobNotFoundError', status: 404, code: 'not_json' },
    ],
    [
      "404 in the service's own JSON",
      s => s.end(raw('404 Not Found', { 'content-length': '31' }, '{"error":{"code":"not_found"}} ')),
      { name: 'JobNotFoundError', status: 404, code: 'not_found' },
    ],
    [
      '410 with a page',
      s => s.end(raw('410 Gone', { 'content-length': '6' }, '<html>')),
      { name: 'JobNotFoundError', status: 410, code: 'not_json' },
    ],
    [
      '407, which platforms do not show',
      s => s.end(raw('407 Proxy Authentication Required', { 'content-length': '0' })),
      { name: 'NetworkError' },
    ],
    [
      '403 with a page',
      s => s.end(raw('403 Forbidden', { 'content-length': '6' }, '<html>')),
      { name: 'AuthenticationError', status: 403, code: 'not_json' },
    ],
    [
      '429 with decimals',
      s => s.end(raw('429 Slow', { 'retry-after': '10.0', 'content-length': '0' })),
      { name: 'RateLimitError', retryAfterMs: 10_000 },
    ],
    [
      '503 with a date in Retry-After, without a Date header',
      s =>
        s.end(
          raw('503 Down', {
            'retry-after': new Date(Date.now() + 3_600_000).toUTCString(),
            'content-length': '0',
          }),
        ),
      { name: 'ServerError', retryAfterMs: expect.any(Number) },
    ],
    [
      '429 with a date in Retry-After',
      s =>
        s.end(
          raw('429 Slow', {
            date: 'Sun, 06 Nov 1994 08:49:37 GMT',
            'retry-after': 'Sun, 06 Nov 1994 08:50:37 GMT',
            'content-length': '0',
          }),
        ),
      { name: 'RateLimitError', retryAfterMs: 60_000 },
    ],
  ])('%s', async (_, answer, expected) => {
    await using wire = await tcpWire(answer);
    const outcome = await outcomeOf(poll({ baseUrl: wire.url, requestTimeoutMs: 60_000 }));
    if (Array.isArray(outcome)) expect(outcome).toMatchObject(expected);
    else expect(outcome.error).toMatchObject({ jobId: 'j1', ...expected });
  });

  it('from no server at all is a network error', async () => {
    const wire = await httpWire(() => undefined);
    await wire.close();
    expect(await errorOf(poll({ baseUrl: wire.url }))).toMatchObject({
      name: 'NetworkError',
      code: 'ECONNREFUSED',
    });
  });

  it('from a blocked port is a request error', async () => {
    const error = await errorOf(poll({ baseUrl: 'http://127.0.0.1:25' }));
    expect(error).toMatchObject({ name: 'RequestError', code: 'blocked_port' });
    expect(error.status).toBeUndefined();
  });

  it('from a server with an untrusted certificate is a request error', async () => {
    const server = createServer(selfSigned(), (_, response) => response.end('{}')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const error = await errorOf(
      poll({ baseUrl: `https://127.0.0.1:${(server.address() as AddressInfo).port}` }),
    );
    server.close();
    expect(error).toMatchObject({ name: 'RequestError', code: 'certificate', jobId: 'j1' });
    expect(error.status).toBeUndefined();
  });

  it("is an error with the service's message, on one line and shortened, and its request id", async () => {
    const message = ` Too\r\nlong: ${'x'.repeat(999)}`;
    await using wire = await httpWire((_, response) => {
      response.writeHead(400, { 'x-request-id': 'r1' });
      response.end(JSON.stringify({ error: { code: 'invalid_parameter', message } }));
    });
    const error = await errorOf(poll({ baseUrl: wire.url }));
    expect(error).toMatchObject({
      name: 'RequestError',
      status: 400,
      code: 'invalid_parameter',
      requestId: 'r1',
    });
    expect(error.message).toMatch(
      /^GET \/status\/j1 returned 400 \(invalid_parameter\): Too long: x+\.\.\.$/,
    );
    expect(error.message.length).toBeLessThan(400);
  });

  it.each([
    ['{"error":"no such thing"}', ': no such thing'],
    ['{"message":"no such thing"}', ': no such thing'],
    ['{"error":{"message":7,"code":8}}', ''],
    ['{"error":null}', ''],
    ['"no"', ': no'],
    ['null', ''],
  ])('understands a refusal that says %s', async (body, said) => {
    await using wire = await httpWire((_, response) => response.writeHead(400).end(body));
    expect((await errorOf(poll({ baseUrl: wire.url }))).message).toBe(`GET /status/j1 returned 400${said}`);
  });
});

describe('a date in Retry-After', () => {
  const inOneHour = () => new Date(Date.now() + 3_600_000).toUTCString();
  const retryAfterOf = async (headers: Record<string, string>) => {
    const fetch: Fetch = () => new Response('{}', { status: 429, headers });
    return (await errorOf(poll({ baseUrl: 'http://localhost', fetch }))) as { retryAfterMs?: number };
  };

  it('is compared with the local clock if the response has no Date', async () => {
    const { retryAfterMs = 0 } = await retryAfterOf({ 'retry-after': inOneHour() });
    expect(Math.abs(retryAfterMs - 3_600_000)).toBeLessThan(60_000);
  });

  it("is compared with the service's clock if it has one", async () => {
    const date = 'Sun, 06 Nov 1994 08:49:37 GMT';
    const { retryAfterMs } = await retryAfterOf({ date, 'retry-after': 'Sun, 06 Nov 1994 08:49:57 GMT' });
    expect(retryAfterMs).toBe(20_000);
  });
});
