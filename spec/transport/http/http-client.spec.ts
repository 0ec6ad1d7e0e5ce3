import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, jest } from '@jest/globals';
import { Hono } from 'hono';
import { lastValueFrom } from 'rxjs';
import { HttpClient } from '../../../lib/transport/http/http-client.js';
import type { HttpOptions } from '../../../lib/transport/http/http-options.js';
import type { Fetch } from '../../../lib/transport/http/own-fetch.js';
import { selfSigned } from '../../helpers/self-signed.js';
import { errorOf, outcomeOf } from '../../helpers/outcome.js';
import { STALLED_MS } from '../../helpers/serving.js';
import { httpWire, tcpWire } from '../../helpers/wire.js';

const circular: { self?: object } = {};
circular.self = circular;

const poll = (options: HttpOptions) => new HttpClient(options).send('GET', ['status', 'j1'], { jobId: 'j1' });

/** An HTTP/1.1 response as it goes over the wire. */
const raw = (status: string, headers: Record<string, string>, body: string | Buffer = '') =>
  Buffer.concat([
    Buffer.from(
      [`HTTP/1.1 ${status}`, ...Object.entries(headers).map(([n, v]) => `${n}: ${v}`), '', ''].join('\r\n'),
    ),
    Buffer.from(body),
  ]);
const json = (body: string | Buffer, headers = {}) =>
  raw('200 OK', { 'content-length': String(body.length), connection: 'close', ...headers }, body);

describe('a request', () => {
  it('sends what it is given and emits the answer', async () => {
    await using wire = await httpWire((request, response) => {
      response.setHeader('x-request-id', 'r1').setHeader('retry-after', '3');
      response.setHeader('date', 'Sun, 06 Nov 1994 08:49:37 GMT');
      void request.toArray().then(chunks => response.end(`{"echo":${JSON.stringify(String(chunks[0]))}}`));
    });
    const http = new HttpClient({ baseUrl: `${wire.url}/v1/`, headers: { 'X-Api-Key': 'secret' } });
    const answer = await lastValueFrom(
      http.send('POST', ['job', 'a/b'], { query: { a: '1,2' }, body: { x: 1 }, idempotencyKey: 'k1' }),
    );
    expect(answer).toMatchObject({ status: 200, body: { echo: '{"x":1}' } });
    expect(answer).toMatchObject({
      requestId: 'r1',
      retryAfterMs: 3000,
      dateAt: Date.UTC(1994, 10, 6, 8, 49, 37),
    });
    expect(wire.seen).toHaveLength(1);
    expect(wire.seen[0]).toMatchObject({ method: 'POST', url: '/v1/job/a%2Fb?a=1,2' });
    expect(wire.seen[0]?.headers).toMatchObject({
      'x-api-key': 'secret',
      'idempotency-key': 'k1',
      'content-type': 'application/json',
      accept: 'application/json',
    });
  });

  it('is sent once per subscription, and not before', async () => {
    await using wire = await httpWire((_, response) => response.end('{}'));
    const poll$ = poll({ baseUrl: wire.url });
    await sleep(10);
    expect(wire.seen).toHaveLength(0);
    await lastValueFrom(poll$);
    await lastValueFrom(poll$);
    expect(wire.seen).toHaveLength(2);
  });

  it.each([
    ['{"a":1}', { a: 1 }],
    ['\ufeff{"a":1}', { a: 1 }],
    ['[]', []],
    ['null', null],
    ['', undefined],
    [Buffer.from([0x22, 0xff, 0x22]), '\ufffd'],
    [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, expect.any(Array)],
  ])('reads %s', async (body, expected) => {
    await using wire = await tcpWire(socket => socket.end(json(Buffer.from(body))));
    expect(await outcomeOf(poll({ baseUrl: wire.url }))).toMatchObject([{ status: 200, body: expected }]);
  });

  it('reads an answer in pieces, and one that follows early hints', async () => {
    await using wire = await tcpWire(socket => {
      socket.write(raw('103 Early Hints', { link: '</x>' }));
      const whole = json('{"ä":"ö"}', { 'content-length': '11' });
      const cut = whole.indexOf('ä') + 1;
      socket.write(whole.subarray(0, cut));
      setTimeout(() => socket.end(whole.subarray(cut)), 10);
    });
    expect(await outcomeOf(poll({ baseUrl: wire.url }))).toMatchObject([{ body: { ä: 'ö' } }]);
  });
});

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

it.each([
  ['has a BigInt in it', { id: 1n }, 'BigInt'],
  ['refers to itself', circular, 'circular'],
])('a body that %s is refused before anything is sent', (_title, body, complaint) => {
  const fetch = jest.fn<Fetch>();
  const http = new HttpClient({ baseUrl: 'http://localhost', fetch });
  const send = () => http.send('POST', ['job'], { body });
  expect(send).toThrow(TypeError);
  expect(send).toThrow(complaint);
  expect(fetch).not.toHaveBeenCalled();
});

describe('a bad answer', () => {
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
      /^GET \/status\/j1 was answered with 400 \(invalid_parameter\): Too long: x+\.\.\.$/,
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
    expect((await errorOf(poll({ baseUrl: wire.url }))).message).toBe(
      `GET /status/j1 was answered with 400${said}`,
    );
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

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])('with %i is final, and sends no key elsewhere', async status => {
    await using elsewhere = await httpWire((_, response) => response.end('{}'));
    await using wire = await httpWire((_, response) =>
      response.writeHead(status, { location: `${elsewhere.url}/status/j1` }).end(),
    );
    const http = new HttpClient({ baseUrl: wire.url, headers: { 'x-api-key': 'secret' } });
    const error = await errorOf(http.send('POST', ['job'], { body: { a: 1 } }));
    expect(error).toMatchObject({ name: 'RequestError', code: 'redirect' });
    expect(error.status).toBeUndefined();
    expect(wire.seen).toHaveLength(1);
    expect(elsewhere.seen).toHaveLength(0);
  });

  it.each([
    [303, 'RequestError', undefined],
    [303, 'ProtocolError', 'k1'],
    [302, 'RequestError', 'k1'],
    [307, 'RequestError', 'k1'],
  ])(
    'with %i is a %s for a request with the key %s: 303 points at what was made',
    async (status, name, key) => {
      const response = new Response(null, { status, headers: { location: '/jobs/j1' } });
      const http = new HttpClient({ baseUrl: 'http://localhost', fetch: () => response });
      const error = await errorOf(http.send('POST', ['job'], { idempotencyKey: key }));
      expect(error).toMatchObject({ name, code: 'redirect' });
      expect(error.idempotencyKey).toBe(key);
    },
  );

  it('with 303 to a create says so', async () => {
    const fetch = () => new Response(null, { status: 303, headers: { location: '/jobs/j1' } });
    const http = new HttpClient({ baseUrl: 'http://localhost', fetch });
    const error = await errorOf(http.send('POST', ['job'], { idempotencyKey: 'k1' }));
    expect(error.message).toBe(
      'POST /job was answered with 303, but with a redirect, which is never followed',
    );
  });

  it('that a custom fetch has followed may have created a job', async () => {
    const followed = Object.defineProperty(new Response('{}'), 'redirected', { value: true });
    const http = new HttpClient({ baseUrl: 'http://localhost', fetch: () => followed });
    const error = await errorOf(http.send('POST', ['job'], { idempotencyKey: 'k1' }));
    expect(error).toMatchObject({
      name: 'ProtocolError',
      code: 'redirect',
      message: 'POST /job was answered with 200, but after a redirect',
    });
  });

  it('is final if a browser hides it, or an injected fetch has followed it', async () => {
    const hidden = Object.defineProperties(new Response(null), {
      type: { value: 'opaqueredirect' },
      status: { value: 0 },
    });
    const followed = Object.defineProperty(new Response('{}'), 'redirected', { value: true });
    for (const response of [hidden, followed]) {
      const error = await errorOf(poll({ baseUrl: 'http://localhost', fetch: () => response }));
      expect(error).toMatchObject({ name: 'RequestError', code: 'redirect' });
    }
  });
});

describe('the size of an answer', () => {
  it('is counted after decompression, and reading stops at the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(64 << 20, 0x20), { level: 1 });
    expect(bomb.length).toBeLessThan(1 << 20);
    await using wire = await httpWire((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    });
    const before = process.memoryUsage().rss;
    const error = await errorOf(poll({ baseUrl: wire.url }));
    expect(error).toMatchObject({ name: 'ProtocolError', status: 200, code: 'body_too_large' });
    expect(error.message).toContain('with more than 1048576 bytes');
    expect(process.memoryUsage().rss - before).toBeLessThan(48 << 20);
  });

  it.each([
    [8, true],
    [7, false],
  ])('may equal the limit (limit %i: %p)', async (maxBodyBytes, fits) => {
    await using wire = await tcpWire(socket => socket.end(json('{"a":10}')));
    const outcome = await outcomeOf(poll({ baseUrl: wire.url, maxBodyBytes }));
    expect(Array.isArray(outcome)).toBe(fits);
  });

  it('does not mask an error status', async () => {
    await using wire = await httpWire((_, response) => response.writeHead(401).end('x'.repeat(100)));
    const error = await errorOf(poll({ baseUrl: wire.url, maxBodyBytes: 10 }));
    expect(error).toMatchObject({ name: 'AuthenticationError', status: 401 });
  });
});

describe('the time limit', () => {
  it.concurrent.each<[string, (socket: Socket) => unknown]>([
    ['headers never come', () => undefined],
    ['the body stalls', s => s.write(json('{"a":1', { 'content-length': '99' }))],
    [
      'the body drips',
      s => {
        s.write(raw('200 OK', { 'content-length': '99' }));
        const drip = setInterval(() => s.write(' '), 10);
        s.on('close', () => clearInterval(drip));
      },
    ],
  ])('holds when %s, and closes the connection', async (_, answer) => {
    const { wire, closed } = await oneConnection(answer);
    await using _wire = wire;
    // Ending within the time limit of a spec is proof enough: the servers would go on for ever.
    const error = await errorOf(poll({ baseUrl: wire.url, requestTimeoutMs: STALLED_MS }));
    expect(error).toMatchObject({ name: 'NetworkError', code: 'timeout', jobId: 'j1' });
    expect(error.message).toBe('GET /status/j1 got no complete response within 1000 ms');
    await closed;
  });

  it.each([0, -1, Number.NaN, Infinity, 2 ** 31, '5'])('refuses %p', requestTimeoutMs => {
    const options = { baseUrl: 'http://localhost', requestTimeoutMs: requestTimeoutMs as number };
    expect(() => new HttpClient(options)).toThrow(
      /`requestTimeoutMs` must be more than 0 and at most 2147483647, got /,
    );
  });
});

describe('unsubscribing', () => {
  it.each<[string, (socket: Socket) => unknown]>([
    ['before the headers', () => undefined],
    ['in the body', s => s.write(json('{"a":1', { 'content-length': '99' }))],
  ])('%s closes the connection at once and emits nothing more', async (_, answer) => {
    const { wire, reached, closed } = await oneConnection(answer);
    await using _wire = wire;
    const emitted = jest.fn();
    const polling = poll({ baseUrl: wire.url }).subscribe({
      next: emitted,
      error: emitted,
      complete: emitted,
    });
    await reached;
    await sleep(20);
    polling.unsubscribe();
    await closed;
    await sleep(5);
    expect(emitted).not.toHaveBeenCalled();
  });

  it('synchronously sends nothing', async () => {
    const fetch = jest.fn<Fetch>(() => Response.json({}));
    poll({ baseUrl: 'http://localhost', fetch }).subscribe().unsubscribe();
    await sleep(5);
    expect(fetch).not.toHaveBeenCalled();
  });

  it('clears the timer, as an answer does', async () => {
    const timers = () => process.getActiveResourcesInfo().filter(kind => kind === 'Timeout').length;
    const before = timers();
    const answered$ = poll({ baseUrl: 'http://localhost', fetch: () => new Response('{}') });
    const unanswered$ = poll({ baseUrl: 'http://localhost', fetch: () => new Promise(() => undefined) });
    const polling = unanswered$.subscribe();
    expect(timers()).toBe(before + 1);
    polling.unsubscribe();
    await lastValueFrom(answered$);
    expect(timers()).toBe(before);
  });

  it('after the answer does not abort the signal', async () => {
    const signals: AbortSignal[] = [];
    const fetch: Fetch = (_, init) => {
      signals.push(init.signal!);
      return new Response('{}');
    };
    const poll$ = poll({ baseUrl: 'http://localhost', fetch });
    await lastValueFrom(poll$);
    await lastValueFrom(poll$);
    expect(signals.map(signal => signal.aborted)).toEqual([false, false]);
    expect(new Set(signals).size).toBe(2);
  });
});

describe('a custom fetch', () => {
  it('may be the request of a Hono app', async () => {
    const app = new Hono().get('/v1/status/:id', c =>
      c.json({ id: c.req.param('id'), key: c.req.header('x-api-key') }),
    );
    const options = { baseUrl: 'http://localhost/v1', headers: { 'x-api-key': 'k' }, fetch: app.request };
    expect(await outcomeOf(poll(options))).toMatchObject([{ body: { id: 'j1', key: 'k' } }]);
  });

  it('gets an address and an init, and may answer synchronously: the answer is emitted asynchronously', async () => {
    const fetch = jest.fn<Fetch>(() => Response.json({ a: 1 }));
    const emitted: unknown[] = [];
    const answered = new Promise<void>(resolve =>
      poll({ baseUrl: 'http://localhost', fetch }).subscribe({
        next: answer => emitted.push(answer.body),
        complete: resolve,
      }),
    );
    expect(emitted).toEqual([]);
    await answered;
    expect(emitted).toEqual([{ a: 1 }]);
    expect(fetch.mock.calls[0]?.[0]).toBe('http://localhost/status/j1');
    expect(fetch.mock.calls[0]?.[1]).toMatchObject({ method: 'GET', redirect: 'manual', cache: 'no-store' });
  });

  it('may ignore signals', async () => {
    let answer: (response: Response) => void = () => undefined;
    const fetch: Fetch = () => new Promise(resolve => (answer = resolve));
    const error = await errorOf(poll({ baseUrl: 'http://localhost', fetch, requestTimeoutMs: 20 }));
    expect(error).toMatchObject({ code: 'timeout' });
    // A late answer is not read.
    await new Promise<void>(cancel => answer(new Response(new ReadableStream({ cancel: () => cancel() }))));
  });

  it('may stall in its body', async () => {
    const cancelled = jest.fn<() => void>();
    let reading: () => void = () => undefined;
    const body = () => new ReadableStream({ pull: () => reading(), cancel: cancelled }, { highWaterMark: 0 });
    const options = { baseUrl: 'http://localhost', fetch: () => new Response(body()) };
    const error = await errorOf(poll({ ...options, requestTimeoutMs: STALLED_MS }));
    expect(error).toMatchObject({ code: 'timeout' });
    expect(cancelled).toHaveBeenCalledTimes(1);
    const isRead = new Promise<void>(resolve => (reading = resolve));
    const polling = poll(options).subscribe();
    await isRead;
    polling.unsubscribe();
    expect(cancelled).toHaveBeenCalledTimes(2);
  });

  it('may throw, reject, or throw something other than an error', async () => {
    const throwing =
      (thrown: unknown): Fetch =>
      () => {
        throw thrown;
      };
    for (const fetch of [
      throwing(new TypeError('at once')),
      (async () => Promise.reject(new TypeError('later'))) as Fetch,
      throwing('a text'),
      throwing(undefined),
      () => Response.error(),
    ]) {
      const error = await errorOf(poll({ baseUrl: 'http://localhost', fetch }));
      expect(error).toMatchObject({ name: 'NetworkError' });
      expect(error.message).toBe('GET /status/j1 got no complete response: the connection failed');
    }
  });

  it('must be a function', () => {
    const options = { baseUrl: 'http://localhost', fetch: 'fetch' as unknown as Fetch };
    expect(() => new HttpClient(options)).toThrow(
      'Cannot send requests: `fetch` must be a function, got string',
    );
  });
});

/**
 * A server, and when its first request arrived and its connection closed. (undici opens another one after an abort, over which
 * nothing is sent.)
 */
async function oneConnection(answer: (socket: Socket) => unknown) {
  const first = new EventEmitter();
  const reached = once(first, 'reached');
  const closed = once(first, 'closed');
  const wire = await tcpWire(socket => {
    first.emit('reached');
    socket.on('close', () => first.emit('closed'));
    answer(socket);
  });
  return { wire, reached, closed };
}
