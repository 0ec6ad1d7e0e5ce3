import { EventEmitter, once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, jest } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { HttpClient } from '../../../lib/transport/http/http-client.js';
import type { Fetch } from '../../../lib/transport/http/own-fetch.js';
import { errorOf } from '../../helpers/outcome.js';
import { STALLED_MS } from '../../helpers/serving.js';
import { tcpWire } from '../../helpers/wire.js';
import { json, poll, raw } from './support/poll-over-wire.js';

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
      Number.isFinite(requestTimeoutMs)
        ? /`requestTimeoutMs` must be more than 0 and at most 2147483647, got /
        : /`requestTimeoutMs` must be a finite number, got /,
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

  it('clears the timer, as a response does', async () => {
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

  it('after the response does not abort the signal', async () => {
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
