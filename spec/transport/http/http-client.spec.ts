import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, jest } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { HttpClient } from '../../../lib/transport/http/http-client.js';
import type { Fetch } from '../../../lib/transport/http/own-fetch.js';
import { errorOf, outcomeOf } from '../../helpers/outcome.js';
import { httpWire, tcpWire } from '../../helpers/wire.js';
import { json, poll, raw } from './support/poll-over-wire.js';

const circular: { self?: object } = {};
circular.self = circular;

const baseUrl = 'http://localhost';
const send = (...sent: unknown[]) => {
  const http = new HttpClient({ baseUrl });
  return () => http.send(...(sent as Parameters<HttpClient['send']>));
};
const wrongPath = 'Cannot send requests: the path must be an array of segments below the base URL, got';

describe('a mistake in a call is refused', () => {
  it.each<[string, () => unknown, string]>([
    ['no options', () => new HttpClient(undefined as never), 'the options must be an object, got undefined'],
    ['no URL', () => new HttpClient({} as never), '`baseUrl` must be a complete URL such as'],
    [
      'a misspelt option',
      () => new HttpClient({ baseUrl, timeoutMs: 5 } as never),
      'Cannot send requests: unknown option `timeoutMs`, known are baseUrl, headers,',
    ],
    [
      'a limit that is text',
      () => new HttpClient({ baseUrl, maxBodyBytes: '500' as never }),
      'Cannot send requests: `maxBodyBytes` must be a finite number, got "500"',
    ],
    ['no path', send('GET'), `${wrongPath} undefined`],
    ['a path that is text', send('GET', 'jobs'), `${wrongPath} "jobs"`],
    ['a path with a gap', send('GET', ['jobs', undefined]), `${wrongPath} ["jobs",null]`],
    [
      'a misspelt part',
      send('POST', ['jobs'], { idempotencykey: 'k' }),
      'Cannot send requests: unknown option `idempotencykey`, known are query, secrets, body, jobId, idempotencyKey, timeoutMs',
    ],
    [
      'a time limit that is text',
      send('GET', ['a'], { timeoutMs: '5' }),
      '`timeoutMs` must be a finite number, got "5"',
    ],
    ['parts that are null', send('GET', ['a'], null), 'the options must be an object, got null'],
  ])('%s', (_, call, complaint) => {
    expect(call).toThrow(complaint);
  });
});

describe('a request', () => {
  it('sends what it is given and emits the response', async () => {
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

  it('reads a response in pieces, and one that follows early hints', async () => {
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
    expect(error.message).toBe('POST /job returned 303, but redirects are never followed');
  });

  it('that a custom fetch has followed may have created a job', async () => {
    const followed = Object.defineProperty(new Response('{}'), 'redirected', { value: true });
    const http = new HttpClient({ baseUrl: 'http://localhost', fetch: () => followed });
    const error = await errorOf(http.send('POST', ['job'], { idempotencyKey: 'k1' }));
    expect(error).toMatchObject({
      name: 'ProtocolError',
      code: 'redirect',
      message: 'POST /job returned 200, but after a redirect',
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

describe('the size of a response', () => {
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
