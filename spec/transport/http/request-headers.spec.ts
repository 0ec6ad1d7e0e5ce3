import { describe, expect, it } from '@jest/globals';
import { catchError, firstValueFrom, of } from 'rxjs';
import { TranslationClient } from 'heygen-rx';
import { marbles } from 'heygen-rx/testing';
import { heygenApi } from '../../../lib/transport/heygen/heygen-api.js';
import { HttpClient } from '../../../lib/transport/http/http-client.js';
import type { HttpOptions } from '../../../lib/transport/http/http-options.js';
import type { Fetch } from '../../../lib/transport/http/own-fetch.js';
import {
  RequestHeaders,
  type HeadersOption,
  type ProvideContext,
} from '../../../lib/transport/http/request-headers.js';
import { jobApi } from '../../../lib/transport/job-api/job-api.js';
import { everythingShown } from '../../helpers/everything-shown.js';
import { errorOf, outcomeOf } from '../../helpers/outcome.js';

/** A service that records the headers it gets, and gives these answers. */
function service(answer: (seen: number) => Response = () => Response.json({})) {
  const seen: Headers[] = [];
  const fetch: Fetch = (_, { headers }) => {
    seen.push(new Headers(headers));
    return answer(seen.length);
  };
  const send = (headers: HeadersOption, options: Partial<HttpOptions> = {}) =>
    new HttpClient({ baseUrl: 'https://x', headers, fetch, ...options }).send('GET', ['a']);
  return { fetch, seen, send };
}

const refused = () => Response.json({ error: { code: 'unauthorized' } }, { status: 401 });

describe('headers from functions', () => {
  it.each<[string, (token: () => string) => HeadersOption]>([
    ['a header', token => ({ authorization: () => `Bearer ${token()}`, 'x-tenant': 'acme' })],
    ['a header, later', token => ({ Authorization: async () => `Bearer ${token()}`, 'x-tenant': 'acme' })],
    ['all headers', token => () => ({ Authorization: `Bearer ${token()}`, 'x-tenant': 'acme' })],
    ['all headers, later', token => async () => ({ authorization: `Bearer ${token()}`, 'x-tenant': 'acme' })],
  ])('are fetched before each request: %s', async (_, headers) => {
    const { seen, send } = service();
    let count = 0;
    const send$ = send(headers(() => `token-${++count}`));
    expect(count).toBe(0);
    await firstValueFrom(send$);
    await firstValueFrom(send$);
    expect(seen.map(sent => sent.get('authorization'))).toEqual(['Bearer token-1', 'Bearer token-2']);
    expect(seen.map(sent => sent.get('x-tenant'))).toEqual(['acme', 'acme']);
  });

  it('are fetched again after a 401, and the request is sent again', async () => {
    const contexts: ProvideContext[] = [];
    const { seen, send } = service(count => (count === 1 ? refused() : Response.json({ ok: true })));
    const headers = {
      'x-api-key': (context: ProvideContext) => {
        contexts.push(context);
        return `key-${contexts.length}`;
      },
    };
    expect(await outcomeOf(send(headers))).toMatchObject([{ body: { ok: true } }]);
    expect(seen.map(sent => sent.get('x-api-key'))).toEqual(['key-1', 'key-2']);
    expect(contexts).toEqual([{ wasRefused: false }, { wasRefused: true }]);
  });

  it('are all that is sent of an object with undefined ones', async () => {
    const { seen, send } = service();
    await firstValueFrom(
      send({ 'x-tenant': 'acme', 'x-user': undefined, authorization: () => 'Bearer token' }),
    );
    const sent = ['x-tenant', 'x-user', 'authorization'].map(name => seen[0]!.get(name));
    expect(sent).toEqual(['acme', null, 'Bearer token']);
  });

  it('are not fetched a third time, and fixed ones are not retried', async () => {
    const changing = service(refused);
    expect(await errorOf(changing.send(() => ({ cookie: 'session=1' })))).toMatchObject({
      name: 'AuthenticationError',
      status: 401,
    });
    expect(changing.seen).toHaveLength(2);
    const fixed = service(refused);
    await errorOf(fixed.send({ cookie: 'session=1' }));
    expect(fixed.seen).toHaveLength(1);
  });

  it('may hold keys and tokens for HeyGen', async () => {
    const { fetch, seen } = service(() => Response.json({ data: { id: 'j1', status: 'running' } }));
    let count = 0;
    const apiKey = () => `key-${++count}`;
    const accessToken = async () => `token-${++count}`;
    for (const api of [heygenApi({ apiKey, fetch }), heygenApi({ accessToken, fetch })]) {
      await firstValueFrom(api.status('j1'));
    }
    expect(seen[0]?.get('x-api-key')).toBe('key-1');
    expect(seen[1]?.get('authorization')).toBe('Bearer token-2');
  });

  it('reach a job API, whose create is retried with the same key', async () => {
    const { fetch, seen } = service(count => (count === 1 ? refused() : Response.json({ job_id: 'j1' })));
    const api = jobApi({ baseUrl: 'https://x', headers: { authorization: () => 'Basic abcd' }, fetch });
    expect(await outcomeOf(api.create({}, 'k1'))).toEqual(['j1']);
    expect(seen.map(sent => sent.get('idempotency-key'))).toEqual(['k1', 'k1']);
  });
});

it.each([null, 7, 'hunter2', ['hunter2']])('refuses headers that are %p', headers => {
  const refused = () => new RequestHeaders(headers as never);
  expect(refused).toThrow('Cannot send headers: `headers` must be an object of names and values');
});

it.each<[string, string]>([
  ['a b', 'not a valid header name'],
  ['Idempotency-Key', 'is set by each create'],
])('refuses %j at once, even if its value comes from a function', (name, why) => {
  expect(() => new RequestHeaders({ [name]: () => 'x' })).toThrow(why);
});

describe('a failing header function', () => {
  it.each<[string, HeadersOption, string]>([
    ['an undefined value', { 'x-api-key': () => undefined as unknown as string }, 'no usable header'],
    ['two lines', { 'x-api-key': () => 'hunter2\nhunter3' }, 'no usable header'],
    ['nothing', () => undefined as never, 'no usable header'],
    ['a key for each attempt', () => ({ 'Idempotency-Key': 'hunter2' }), 'is set by each create'],
    ['a bad name', () => ({ 'x api key': 'hunter2' }), 'no usable header'],
    [
      'a mistake',
      {
        'x-api-key': () => {
          throw new ReferenceError('store is not defined');
        },
      },
      'ReferenceError: store is not defined',
    ],
  ])('that returns or throws a mistake is final, and nothing is sent: %s', async (_, headers, why) => {
    const { seen, send } = service();
    const error = await errorOf(send(headers));
    expect(error).toMatchObject({ name: 'RequestError', code: 'no_credentials' });
    expect(error.message).toMatch(/^GET \/a was not sent: a function/);
    expect(error.message).toContain(why);
    expect(everythingShown(error)).not.toMatch(/hunter/);
    expect(seen).toEqual([]);
  });

  it('that rejects is worth another attempt, since nothing was sent', async () => {
    const { seen, send } = service();
    const headers = { authorization: async () => Promise.reject(new Error('token endpoint: 503')) };
    expect(await errorOf(send(headers))).toMatchObject({
      name: 'RetryableError',
      message: 'GET /a was not sent: a function for a header failed with Error: token endpoint: 503',
    });
    expect(seen).toEqual([]);
  });

  it.each([
    ['with a query', 'GET https://id.example/token?client_secret=hunter2&x=1: 401'],
    ['with a password', 'cannot fetch https://me:hunter2@id.example/token'],
    ['next to a question', 'Is https://id.example/?key=hunter2 right?'],
  ])('shows no secret of an address %s', async (_, message) => {
    const { send } = service();
    const error = await errorOf(send({ authorization: async () => Promise.reject(new Error(message)) }));
    expect(error.message).toContain('id.example/');
    expect(everythingShown(error)).not.toMatch(/hunter/);
  });

  it('is shown with a question mark in its message', async () => {
    const mistake = async () => Promise.reject(new TypeError('store?.token is not a function'));
    const error = await errorOf(service().send({ authorization: mistake }));
    expect(error.message).toMatch(/store\?\.token is not a function$/);
  });

  it('that never settles is bound by the time limit of the request, and nothing was sent', async () => {
    const { send } = service();
    const headers = { authorization: () => new Promise<string>(() => undefined) };
    expect(await errorOf(send(headers, { requestTimeoutMs: 20 }))).toMatchObject({
      name: 'RetryableError',
      message: 'GET /a was not sent: a header function timed out',
    });
  });

  it('that never settles after a 401 leaves no create uncertain: its one request was refused', async () => {
    const { fetch, seen } = service(refused);
    const authorization = async ({ wasRefused }: ProvideContext) =>
      wasRefused ? new Promise<string>(() => undefined) : 'Bearer old';
    const api = jobApi({ baseUrl: 'https://x', headers: { authorization }, fetch, createTimeoutMs: 20 });
    expect(await errorOf(api.create({}, 'k'))).toMatchObject({ name: 'RetryableError' });
    expect(seen).toHaveLength(1);
  });

  describe('costs the service nothing: the circuit stays closed', () => {
    const clientOf = (authorization: () => Promise<string>): TranslationClient =>
      new TranslationClient({
        baseUrl: 'https://api.example.com',
        headers: { authorization },
        fetch: service().fetch,
        requestTimeoutMs: 100,
        createTimeoutMs: 100,
        polling: { timeoutMs: 1000 },
        retry: { maxAttempts: 2, initialDelayMs: 1 },
        circuitBreaker: { failureThreshold: 1 },
      });

    it('if it rejects, and no job can exist', async () => {
      const client = clientOf(async () => Promise.reject(new Error('token endpoint: 503')));
      await expect(client.createJob()).rejects.toMatchObject({ name: 'RetryableError' });
      expect(client.circuitBreaker.state).toBe('closed');
    });

    it('if it never settles, and no job can exist', () => {
      marbles(({ expectObservable }) => {
        const client = clientOf(async () => new Promise(() => undefined));
        const name$ = client.translate().pipe(catchError((error: unknown) => of((error as Error).name)));
        expectObservable(name$).toBe('208ms (a|)', { a: 'RetryableError' });
      });
    });

    it('if it never settles', () => {
      marbles(({ flush }) => {
        const client = clientOf(async () => new Promise(() => undefined));
        const errors: string[] = [];
        client.on('RETRY_ATTEMPTED', ({ error }) => errors.push(error.name));
        client.watch('j1').subscribe({ error: () => undefined });
        flush();
        expect(new Set(errors)).toEqual(new Set(['RetryableError']));
        expect(client.circuitBreaker.state).toBe('closed');
      });
    });
  });
});

it.each([undefined, '', 'hunter2 hunter3', 7])('refuses the HeyGen key %p without showing it', async key => {
  const { fetch, seen } = service();
  const error = await errorOf(heygenApi({ apiKey: () => key as string, fetch }).status('j1'));
  expect(error).toMatchObject({ name: 'RequestError', code: 'no_credentials', jobId: 'j1' });
  expect(error.message).not.toContain('hunter');
  expect(seen).toEqual([]);
});

describe('a token from a function', () => {
  it('is in no error and no report, nor is the previous one', async () => {
    let count = 0;
    const { fetch } = service(seen =>
      Response.json({ job_id: 'j1', result: `echo token-${seen}-x and token-${seen - 1}-x` }),
    );
    const headers = { authorization: () => `Bearer token-${++count}-x` };
    const api = jobApi({ baseUrl: 'https://x', headers, fetch });
    await firstValueFrom(api.status('j1'));
    expect(await firstValueFrom(api.status('j1'))).toMatchObject({
      status: 'echo [redacted] and [redacted]',
    });
  });

  it('is in nothing that can be printed', async () => {
    const { fetch, send } = service(() => new Response('secret-token-1', { status: 400 }));
    const headers = { authorization: () => 'Bearer secret-token-1' };
    expect(everythingShown(await errorOf(send(headers)))).not.toContain('secret-token-1');
    const client = new HttpClient({ baseUrl: 'https://x', headers, fetch });
    await errorOf(client.send('GET', ['a']));
    expect(everythingShown(client)).not.toContain('secret-token-1');
  });
});

describe('plain http', () => {
  const make = (headers: HeadersOption, options: Partial<HttpOptions> = {}) =>
    new HttpClient({ baseUrl: 'http://mock:3000', headers, ...options });

  it.each<[string, HeadersOption]>([
    ['a fixed key', { 'x-api-key': 'k' }],
    ['a key from a function', { 'x-api-key': () => 'k' }],
    ['headers from a function', () => ({ 'x-api-key': 'k' })],
  ])('carries %s to another machine only if allowed', async (_, headers) => {
    expect(() => make(headers)).toThrow(
      /must begin with https:\/\/ while a key is sent, unless `allowInsecure`/,
    );
    const fetch: Fetch = () => Response.json({});
    const client = make(headers, { allowInsecure: true, fetch });
    expect(await outcomeOf(client.send('GET', ['a']))).toHaveLength(1);
  });

  it('is fine for a harmless header from a function', () => {
    expect(() => make({ 'x-trace-id': () => 'abc' })).not.toThrow();
  });

  it('is allowed only by true', () => {
    expect(() => make({}, { allowInsecure: 'yes' as unknown as boolean })).toThrow(
      'Cannot send requests: `allowInsecure` must be true or false, got "yes"',
    );
  });
});
