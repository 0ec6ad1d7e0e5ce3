import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { SentRequest } from '../../../../mock-backend/dashboard/jobs/sent-request.js';
import { Traffic } from '../../../../mock-backend/dashboard/jobs/traffic.js';

afterEach(() => {
  jest.restoreAllMocks();
});

const json = { 'content-type': 'application/json' };
const cutOff = (): Response =>
  new Response(new ReadableStream({ start: body => body.error(new TypeError('terminated')) }), {
    headers: json,
  });

/** Sends one request that ends like this, and gives what was noted of it. */
const sent = async (
  answer: () => Response | Promise<Response>,
  { timeLimitMs = 1000, init = {} }: { timeLimitMs?: number; init?: RequestInit } = {},
) => {
  jest.spyOn(globalThis, 'fetch').mockImplementation(async () => answer());
  const traffic = new Traffic(timeLimitMs);
  const ended: SentRequest[] = [];
  traffic.end$.subscribe(request => ended.push(request));
  const response = await traffic.fetch('http://backend/status/a', init).catch(() => undefined);
  expect(ended).toHaveLength(1);
  return { traffic, response, outcome: ended[0]!.outcome };
};

describe('counts a request by how it ended', () => {
  it.each<[string, () => Response, object, number]>([
    ['a response', () => Response.json({ ok: 1 }), { kind: 'response', status: 200 }, 0],
    ['a refusal', () => Response.json({}, { status: 404 }), { kind: 'response', status: 404 }, 0],
    ['a failing server', () => new Response('', { status: 503 }), { kind: 'response', status: 503 }, 1],
    ['a page of a proxy', () => new Response('<html>'), { kind: 'not json', status: 200 }, 1],
    ['a body that ends early', cutOff, { kind: 'cut off', status: 200 }, 1],
    [
      'no connection',
      () => {
        throw new TypeError('fetch failed');
      },
      { kind: 'no connection' },
      1,
    ],
  ])('%s', async (_, answer, outcome, failed) => {
    const noted = await sent(answer);
    expect(noted.outcome).toEqual(outcome);
    expect(noted.traffic).toMatchObject({ sent: 1, failed, underWay: 0 });
    expect(noted.traffic.lastFailure?.outcome).toEqual(failed === 1 ? outcome : undefined);
  });

  const aborted = { signal: AbortSignal.abort() };
  const refuse = () => Promise.reject(new DOMException('aborted', 'AbortError'));

  it('a cancelled one is not a failure', async () => {
    const { outcome, traffic } = await sent(refuse, { init: aborted });
    expect(outcome).toEqual({ kind: 'cancelled' });
    expect(traffic).toMatchObject({ sent: 1, failed: 0, underWay: 0, lastFailure: undefined });
  });

  it('one that is cancelled at the time limit is a failure', async () => {
    const { outcome, traffic } = await sent(refuse, { init: aborted, timeLimitMs: 0 });
    expect(outcome).toEqual({ kind: 'no response' });
    expect(traffic.failed).toBe(1);
  });
});

it('passes the response on unchanged', async () => {
  const { response, traffic } = await sent(() =>
    Response.json({ a: 1 }, { status: 201, headers: { 'x-a': 'b' } }),
  );
  expect([response!.status, response!.headers.get('x-a'), await response!.json()]).toEqual([
    201,
    'b',
    { a: 1 },
  ]);
  expect(traffic.latenciesMs).toHaveLength(1);
});

it('finds the job of a create in the response', async () => {
  jest.spyOn(globalThis, 'fetch').mockResolvedValue(Response.json({ job_id: 'a' }, { status: 201 }));
  const traffic = new Traffic(1000);
  const ended: SentRequest[] = [];
  traffic.end$.subscribe(request => ended.push(request));
  await traffic.fetch('http://backend/job', { method: 'POST' });
  expect(ended).toMatchObject([{ method: 'POST', path: '/job', jobIds: ['a'] }]);
});
