import { Readable } from 'node:stream';
import { describe, expect, it, jest } from '@jest/globals';
import { HttpClient } from '../../../lib/transport/http/http-client.js';
import type { HttpOptions } from '../../../lib/transport/http/http-options.js';
import type { Fetch } from '../../../lib/transport/http/own-fetch.js';
import { errorOf, outcomeOf } from '../../helpers/outcome.js';

const http = (fetch: Fetch, options: Partial<HttpOptions> = {}) =>
  new HttpClient({ baseUrl: 'http://localhost/v1', fetch, ...options });
const poll = (fetch: Fetch, options: Partial<HttpOptions> = {}) =>
  http(fetch, options).send('GET', ['status', 'j1'], { jobId: 'j1' });
const create = (fetch: Fetch) => http(fetch).send('POST', ['job'], { body: { a: 1 }, idempotencyKey: 'k1' });

/** A non-standard response: no web stream, perhaps no Headers. */
const foreign = (fields: object) => fields as Response;

describe('a call of a custom fetch', () => {
  it('passes a URL and an init of plain values', async () => {
    const fetch = jest.fn<Fetch>(() => Response.json({}));
    await outcomeOf(
      http(fetch, { headers: { 'X-Tenant': 'a' } }).send('POST', ['job'], { body: { b: 'ä' } }),
    );
    const [address, init] = fetch.mock.calls[0]!;
    expect(address).toBe('http://localhost/v1/job');
    expect(init).toEqual({
      method: 'POST',
      headers: { 'x-tenant': 'a', accept: 'application/json', 'content-type': 'application/json' },
      body: '{"b":"ä"}',
      redirect: 'manual',
      cache: 'no-store',
      signal: expect.anything(),
    });
  });

  it.each(['GET', 'DELETE'] as const)('has no body with %s', async method => {
    const fetch = jest.fn<Fetch>(() => Response.json({}));
    await outcomeOf(http(fetch).send(method, ['job', 'j1']));
    expect(fetch.mock.calls[0]?.[1]).not.toHaveProperty('body');
  });

  it('omits `cache` once the fetch has refused it, and sends nothing twice', async () => {
    const sent: RequestInit[] = [];
    const worker: Fetch = (_, init) => {
      if ('cache' in init)
        throw new Error("The 'cache' field on 'RequestInitializerDict' is not implemented.");
      sent.push(init);
      return Response.json({});
    };
    const client = http(worker);
    for (let i = 0; i < 2; i++) {
      expect(await outcomeOf(client.send('POST', ['job'], { body: { a: 1 } }))).toHaveLength(1);
    }
    expect(sent.map(({ body }) => body)).toEqual(['{"a":1}', '{"a":1}']);
  });
});

describe('responses of other fetch implementations', () => {
  it.each<[string, Response, object]>([
    [
      'node-fetch: the body is a Node stream',
      foreign({
        status: 200,
        headers: new Map([['retry-after', '2']]),
        body: Readable.from(['{']),
        text: async () => '{"a":1}',
      }),
      { status: 200, body: { a: 1 }, retryAfterMs: 2000 },
    ],
    [
      'React Native: no body',
      foreign({ status: 200, headers: new Headers({ 'x-request-id': 'r1' }), text: async () => '{"a":1}' }),
      { body: { a: 1 }, requestId: 'r1' },
    ],
    [
      'a fake with text() only',
      foreign({ status: 201, text: () => '{"a":1}' }),
      { status: 201, body: { a: 1 } },
    ],
    ['a fake with json() only', foreign({ status: 200, json: async () => ({ a: 1 }) }), { body: { a: 1 } }],
    [
      'a fake whose headers are an empty Map',
      foreign({ status: 200, headers: new Map(), text: async () => '' }),
      { body: undefined, retryAfterMs: undefined, requestId: undefined },
    ],
    [
      'a fake with plain headers',
      foreign({ status: 200, headers: { 'Retry-After': '3' }, text: async () => '' }),
      { body: undefined, retryAfterMs: 3000 },
    ],
  ])('%s', async (_, response, expected) => {
    for (const $ of [poll(() => response), create(async () => response)]) {
      expect(await outcomeOf($)).toMatchObject([expected]);
    }
  });

  it('are refused like others', async () => {
    const refusal = foreign({ status: 404, text: async () => '{"error":{"code":"not_found"}}' });
    expect(await errorOf(poll(() => refusal))).toMatchObject({ name: 'JobNotFoundError', code: 'not_found' });
    expect(await errorOf(poll(() => foreign({ status: 407, text: () => '' })))).toMatchObject({
      name: 'RequestError',
      status: 407,
    });
    expect(await errorOf(poll(() => foreign({ status: 302, headers: {} })))).toMatchObject({
      code: 'redirect',
    });
  });

  it('have the same limit, checked once they are read', async () => {
    const response = foreign({ status: 200, text: async () => JSON.stringify({ a: 'x'.repeat(100) }) });
    expect(await outcomeOf(poll(() => response, { maxBodyBytes: 108 }))).toHaveLength(1);
    expect(await errorOf(poll(() => response, { maxBodyBytes: 107 }))).toMatchObject({
      name: 'ProtocolError',
      code: 'body_too_large',
    });
  });

  it.each([
    ['no headers', { headers: null }],
    ['a byte order mark', { text: () => '\ufeff{}' }],
  ])('may have %s', async (_title, fields) => {
    const response = foreign({ status: 200, text: () => '{}', ...fields });
    expect(await outcomeOf(poll(() => response))).toMatchObject([{ body: {} }]);
  });

  it('may come where signals have no more than the listeners of React Native', async () => {
    const own = Object.getOwnPropertyDescriptor(AbortSignal.prototype, 'throwIfAborted')!;
    Reflect.deleteProperty(AbortSignal.prototype, 'throwIfAborted');
    try {
      expect(await outcomeOf(poll(() => Response.json({})))).toHaveLength(1);
    } finally {
      Object.defineProperty(AbortSignal.prototype, 'throwIfAborted', own);
    }
  });

  it('are destroyed when they come too late', async () => {
    const body = new Readable({ read: () => undefined });
    const stalling = foreign({ status: 200, body, text: () => new Promise(() => undefined) });
    expect(await errorOf(poll(() => stalling, { requestTimeoutMs: 200 }))).toMatchObject({ code: 'timeout' });
    expect(body.destroyed).toBe(true);
  });

  it.each([[undefined], [null], ['{}'], [{}], [{ status: '200' }]])(
    'that are not responses (%p) leave it open whether the request arrived',
    async response => {
      expect(await errorOf(create(() => response as Response))).toMatchObject({
        name: 'ProtocolError',
        idempotencyKey: 'k1',
        message: expect.stringContaining('instead of a Response'),
      });
    },
  );

  it('that cannot be read leave it open, too', async () => {
    const broken = foreign({ status: 201, headers: new Headers() });
    const error = await errorOf(create(() => broken));
    expect(error).toMatchObject({ name: 'ProtocolError', status: 201 });
    expect(error.message).toContain('TypeError: response.json is not a function');
  });
});

describe('mistakes in a custom fetch', () => {
  const throwing =
    (thrown: unknown): Fetch =>
    () => {
      throw thrown;
    };
  const caught = (mistake: () => unknown): unknown => {
    try {
      return mistake();
    } catch (thrown) {
      return thrown;
    }
  };

  it.each<[string, unknown]>([
    // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- a name that is not defined
    ['proxyAgent is not defined', caught(() => new Function('return proxyAgent')())],
    ['Cannot read properties of undefined', caught(() => (undefined as unknown as string).length)],
    ['is not a function', caught(() => (7 as unknown as () => void)())],
    ['Unexpected end of JSON input', caught(() => JSON.parse('') as unknown)],
    ['undefined is not an object', new TypeError("undefined is not an object (evaluating 'a.b')")],
    ["can't access property", new TypeError('can\'t access property "b", a is undefined')],
    ['Invalid status code', new RangeError('Invalid status code: 99')],
  ])('are reported and are not network errors: %s', async (message, thrown) => {
    for (const fetch of [throwing(thrown), (async () => Promise.reject(thrown)) as Fetch]) {
      const error = await errorOf(create(fetch));
      expect(error).toMatchObject({ name: 'RequestError', code: 'fetch_error', idempotencyKey: 'k1' });
      expect(error.status).toBeUndefined();
      expect(error.message).toMatch(/^POST \/v1\/job cannot be sent: fetch failed with \w+Error: /);
      expect(error.message).toContain(message);
    }
  });

  it('are shown without the key', async () => {
    const fetch = throwing(new ReferenceError('secret-key-1 is not defined'));
    const error = await errorOf(poll(fetch, { headers: { 'x-api-key': 'secret-key-1' } }));
    expect(error.message).toContain('ReferenceError: [redacted] is not defined');
  });

  it.each(['fetch failed', 'Failed to fetch', 'Load failed', 'Network request failed', 'at once'])(
    'do not include %j, which is a network error',
    async message => {
      expect(await errorOf(poll(throwing(new TypeError(message))))).toMatchObject({ name: 'NetworkError' });
    },
  );
});
