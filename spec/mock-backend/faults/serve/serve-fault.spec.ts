import { connect } from 'node:net';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createMockBackend,
  startMockBackend,
  type Fault,
  type RunningMockBackend,
} from '../../../../mock-backend/index.js';
import { serving, STALLED_MS } from '../../../helpers/serving.js';

let backend: RunningMockBackend;
beforeAll(async () => {
  backend = await startMockBackend({ seed: 7, processingMs: 60_000 });
});
afterAll(() => backend.close());

/** What a client sees of one request that meets a fault: `status body`, or where it broke and why. */
const outcomeOf = async (request: () => Promise<Response>): Promise<string> => {
  const why = (error: unknown) => {
    const { cause, name } = error as { cause?: { code?: string }; name: string };
    return cause?.code ?? name;
  };
  try {
    const response = await request();
    try {
      return `${response.status} ${await response.text()}`.trim();
    } catch (error) {
      return `${response.status}, then ${why(error)}`;
    }
  } catch (error) {
    // Node 22 has its own error code for it.
    return `no response: ${why(error)}`.replace(
      'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
      'HPE_UNEXPECTED_CONTENT_LENGTH',
    );
  }
};

/** A client gives up where an answer is expected to stall. */
const patience = (expected: string) =>
  expected.includes('TimeoutError') ? AbortSignal.timeout(STALLED_MS) : new AbortController().signal;

const onSocket = async (fault: Fault, expected: string) => {
  await using own = await serving({ script: [fault] });
  const init: RequestInit = { signal: patience(expected), redirect: 'manual' };
  return await outcomeOf(() => fetch(`${own.url}/status`, init));
};
const inMemory = (fault: Fault, expected: string) => {
  const app = createMockBackend({ seed: 7, script: [fault] });
  return outcomeOf(async () => app.request('/status', { signal: patience(expected) }));
};

const truth = '{"result":"pending"}';

describe('a fault, over a socket and without one', () => {
  it.concurrent.each<[Fault, string, string?]>([
    [{ kind: 'pass' }, `200 ${truth}`],
    [{ kind: 'delay', ms: 5 }, `200 ${truth}`],
    [{ kind: 'status', status: 503, body: 'busy' }, '503 busy'],
    [{ kind: 'status', status: 200, body: { result: 'asleep' } }, '200 {"result":"asleep"}'],
    [
      { kind: 'status', status: 429 },
      '429 {"error":{"code":"rate_limit_exceeded","message":"Returned 429 on purpose."}}',
    ],
    [{ kind: 'status', status: 204 }, '204'],
    [{ kind: 'status', status: 304 }, '304'],
    [{ kind: 'status', status: 600, body: 'what' }, '600 what'],
    [{ kind: 'status', status: 999, body: 'what' }, '999 what'],
    [{ kind: 'html', status: 502 }, '502 <!doctype html><title>502</title><h1>Something is in the way</h1>'],
    [{ kind: 'empty' }, '200'],
    [{ kind: 'redirect', to: 'http://elsewhere.test/' }, '302'],
    [{ kind: 'reset' }, 'no response: ECONNRESET'],
    [{ kind: 'end' }, 'no response: UND_ERR_SOCKET'],
    [{ kind: 'stall' }, 'no response: TimeoutError'],
    [{ kind: 'reset-body' }, '200, then ECONNRESET'],
    [{ kind: 'end-body' }, '200, then UND_ERR_SOCKET'],
    [{ kind: 'stall-body' }, '200, then TimeoutError'],
    [{ kind: 'drip', everyMs: 2 }, `200 ${truth}`],
    [{ kind: 'drip', everyMs: 100 }, '200, then TimeoutError'],
    [{ kind: 'cut-json' }, '200 {"result":'],
    [{ kind: 'bom' }, `200 ${truth}`],
    [{ kind: 'bad-utf8' }, '200 {"result":"\uFFFD(\uFFFD"}'],
    [{ kind: 'deep-json', depth: 4 }, '200 [[[[]]]]'],
    [{ kind: 'huge', bytes: 50 }, '200 {"result":"pending","padding":"xxxxxxxxxxxxxxxxx"}'],
    [{ kind: 'huge', bytes: 50, gzip: true }, '200 {"result":"pending","padding":"xxxxxxxxxxxxxxxxx"}'],
    [{ kind: 'bad-gzip' }, '200, then Z_DATA_ERROR', 'no response: HPE_INVALID_CONSTANT'],
    [{ kind: 'big-headers' }, 'no response: UND_ERR_HEADERS_OVERFLOW', 'no response: HPE_INVALID_CONSTANT'],
    [{ kind: 'garbage' }, 'no response: HPE_INVALID_CONSTANT'],
    [
      { kind: 'two-lengths' },
      'no response: HPE_UNEXPECTED_CONTENT_LENGTH',
      'no response: HPE_INVALID_CONSTANT',
    ],
    [{ kind: 'informational', status: 100 }, `no response: UND_ERR_SOCKET`, `200 ${truth}`],
    [{ kind: 'informational', status: 102 }, `200 ${truth}`],
    [{ kind: 'informational', status: 103 }, `200 ${truth}`],
    [{ kind: 'switching' }, 'no response: UND_ERR_SOCKET', 'no response: HPE_INVALID_CONSTANT'],
  ])('%j', async (fault, expected, withoutSocket = expected) => {
    const outcomes = await Promise.all([onSocket(fault, expected), inMemory(fault, withoutSocket)]);
    expect(outcomes).toEqual([expected, withoutSocket]);
  });
});

it('without a socket, a fault hears of an abort, although garbage is collected meanwhile', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const faults: Fault[] = [{ kind: 'stall' }, { kind: 'stall-body' }, { kind: 'drip', everyMs: 100 }];
  const app = createMockBackend({ script: faults });
  const client = new AbortController();
  const outcomes = Promise.all(
    faults.map(() => outcomeOf(async () => app.request('/status', { signal: client.signal }))),
  );
  for (let times = 0; times < 2; times++) {
    await nextTurn();
    collectGarbage();
  }
  client.abort();
  const waiting = sleep(60_000, ['waits for ever'], { ref: false });
  expect(await Promise.race([outcomes, waiting])).toEqual(
    faults.map(() => expect.stringMatching(/AbortError$/)),
  );
});

describe('details of the wire', () => {
  const raw = (fault: Fault): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      backend.app.faults.push(fault);
      const chunks: Buffer[] = [];
      const socket = connect(Number(new URL(backend.url).port), '127.0.0.1', () =>
        socket.write('GET /status HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n'),
      );
      socket.on('data', chunk => chunks.push(chunk));
      socket.on('end', () => resolve(Buffer.concat(chunks)));
      socket.on('error', reject);
    });

  it('a byte order mark is really there', async () => {
    const bytes = await raw({ kind: 'bom' });
    expect(bytes.includes(Buffer.from([0xef, 0xbb, 0xbf, 0x7b]))).toBe(true);
  });

  it('a decompression bomb is small on the wire', async () => {
    const bytes = await raw({ kind: 'huge', bytes: 8 * 2 ** 20, gzip: true });
    expect(bytes.byteLength).toBeLessThan(20 * 1024);
  });

  it('a drip arrives in many pieces', async () => {
    backend.app.faults.push({ kind: 'drip', everyMs: 2 });
    const response = await fetch(`${backend.url}/status`);
    let pieces = 0;
    for await (const piece of response.body! as unknown as AsyncIterable<Uint8Array>)
      pieces += Math.sign(piece.length);
    expect(pieces).toBeGreaterThan(5);
  });

  it('a redirect points elsewhere, or to itself', async () => {
    backend.app.faults.push(
      { kind: 'redirect', to: 'http://elsewhere.test/x', status: 307 },
      { kind: 'redirect', to: 'self' },
    );
    const away = await fetch(`${backend.url}/status`, { redirect: 'manual' });
    expect([away.status, away.headers.get('location')]).toEqual([307, 'http://elsewhere.test/x']);
    const loop = await fetch(`${backend.url}/status`, { redirect: 'manual' });
    expect(loop.headers.get('location')).toBe(`${backend.url}/status`);
  });

  it.each<[number | string | { dateInMs: number }, string]>([
    [2, '2'],
    [-1, '-1'],
    [1e12, '1000000000000'],
    ['soon', 'soon'],
    [{ dateInMs: 5000 }, 'Thu, 01 Jan 1970 00:01:05 GMT'],
    [{ dateInMs: -5000 }, 'Thu, 01 Jan 1970 00:00:55 GMT'],
  ])('Retry-After %j is sent as %j', async (retryAfter, expected) => {
    const app = createMockBackend({
      now: () => 60_000,
      script: [{ kind: 'status', status: 429, retryAfter }],
    });
    const { headers } = await app.request('/status');
    expect([headers.get('retry-after'), headers.get('date')]).toEqual([
      expected,
      'Thu, 01 Jan 1970 00:01:00 GMT',
    ]);
  });
});

describe('a fault before or after the request takes effect', () => {
  const create = () =>
    fetch(`${backend.url}/job`, { method: 'POST', headers: { 'idempotency-key': 'once' } });

  it('loses the response, not the job, if it is a reset after', async () => {
    const before = backend.app.jobs.created;
    backend.app.faults.push(
      { kind: 'reset', on: 'POST /job' },
      { kind: 'reset', on: 'POST /job', when: 'after' },
    );
    expect(await outcomeOf(create)).toBe('no response: ECONNRESET');
    expect(backend.app.jobs.created).toBe(before);
    expect(await outcomeOf(create)).toBe('no response: ECONNRESET');
    expect(backend.app.jobs.created).toBe(before + 1);
    const { id } = backend.app.jobs.list().at(-1)!;
    expect(await outcomeOf(create)).toBe(`201 {"job_id":"${id}"}`);
    expect(backend.app.jobs.created).toBe(before + 1);
  });

  it('may be of any kind', async () => {
    const before = backend.app.jobs.created;
    backend.app.faults.push({ kind: 'html', status: 502, when: 'after' });
    await fetch(`${backend.url}/job`, { method: 'POST' });
    expect(backend.app.jobs.created).toBe(before + 1);
  });
});

it('the same seed gives the same run', async () => {
  const run = async () => {
    const app = createMockBackend({
      seed: 42,
      now: () => 0,
      faults: 0.3,
      jobErrors: 0.3,
      processingMs: [0, 5000],
    });
    const outcomes: string[] = [];
    for (let i = 0; i < 40; i++)
      outcomes.push(await outcomeOf(async () => app.request('/job', { method: 'POST' })));
    return { outcomes, jobs: app.jobs.list() };
  };
  const [one, two] = [await run(), await run()];
  expect(one).toEqual(two);
  expect(new Set(one.outcomes.map(outcome => outcome.slice(0, 3))).size).toBeGreaterThan(2);
});
