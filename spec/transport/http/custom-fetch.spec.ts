import { describe, expect, it, jest } from '@jest/globals';
import { Hono } from 'hono';
import { HttpClient } from '../../../lib/transport/http/http-client.js';
import type { Fetch } from '../../../lib/transport/http/own-fetch.js';
import { errorOf, outcomeOf } from '../../helpers/outcome.js';
import { STALLED_MS } from '../../helpers/serving.js';
import { poll } from './support/poll-over-wire.js';

describe('a custom fetch', () => {
  it('may be the request of a Hono app', async () => {
    const app = new Hono().get('/v1/status/:id', c =>
      c.json({ id: c.req.param('id'), key: c.req.header('x-api-key') }),
    );
    const options = { baseUrl: 'http://localhost/v1', headers: { 'x-api-key': 'k' }, fetch: app.request };
    expect(await outcomeOf(poll(options))).toMatchObject([{ body: { id: 'j1', key: 'k' } }]);
  });

  it('gets a URL and an init, and may respond synchronously: the response is emitted asynchronously', async () => {
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

  it('may reject with something whose fields cannot be read', async () => {
    // Its `name`, `message` and `code` throw when they are read.
    const unreadable: unknown = Object.create(DOMException.prototype);
    const fetch: Fetch = () => Promise.reject(unreadable);
    expect(await errorOf(poll({ baseUrl: 'http://localhost', fetch }))).toMatchObject({
      name: 'NetworkError',
      message: 'GET /status/j1 got no complete response: the connection failed',
    });
  });

  it('may have read the body, to log it: the error says so', async () => {
    const fetch: Fetch = async () => {
      const response = Response.json({ id: 'j1' });
      await response.text();
      return response;
    };
    const error = await errorOf(poll({ baseUrl: 'http://localhost', fetch }));
    expect(error).toMatchObject({ name: 'ProtocolError', message: expect.stringContaining('is locked') });
  });

  it('may have read the headers of HTTP/2, or others that are not valid: the rest counts', async () => {
    const headers = { ':status': '503', 'bad name': 'x', 'x-note': '\u2603', 'Retry-After': '7' };
    const fetch = (() => ({ status: 503, headers, text: async () => '{}' })) as unknown as Fetch;
    const error = await errorOf(poll({ baseUrl: 'http://localhost', fetch }));
    expect(error).toMatchObject({ name: 'ServerError', status: 503, retryAfterMs: 7000 });
  });

  it('must be a function', () => {
    const options = { baseUrl: 'http://localhost', fetch: 'fetch' as unknown as Fetch };
    expect(() => new HttpClient(options)).toThrow(
      'Cannot send requests: `fetch` must be a function, got "fetch"',
    );
  });
});
