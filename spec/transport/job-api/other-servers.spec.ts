import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, toArray } from 'rxjs';
import { jobApi, TranslationClient, type JobApiOptions, type JobSnapshot } from 'heygen-rx';

/** What a server answers to the n-th request for a path. */
type Answer = (request: IncomingMessage, n: number, body: string) => readonly [status: number, body: unknown];

/** A small third-party server: one for each kind of public server for this task. */
async function serve(answer: Answer) {
  const counts = new Map<string, number>();
  const server = createServer((request, response) => {
    void request.toArray().then(chunks => {
      const url = request.url ?? '';
      const n = (counts.get(url) ?? 0) + 1;
      counts.set(url, n);
      const [status, body] = answer(request, n, Buffer.concat(chunks as Buffer[]).toString());
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  }).listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: counts,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

const clientOf = (baseUrl: string, options: Omit<JobApiOptions, 'baseUrl'>) =>
  new TranslationClient({
    transport: jobApi({ baseUrl, ...options }),
    polling: { initialIntervalMs: 10, maxIntervalMs: 10 },
    retry: { initialDelayMs: 5 },
  });
const watched = async (client: TranslationClient, jobId: string): Promise<readonly JobSnapshot[]> =>
  await lastValueFrom(client.watch(jobId, { emit: 'polls' }).pipe(toArray()));

const NOT_FOUND = [404, { detail: 'no such path' }] as const;
const method = (request: IncomingMessage) => `${request.method!} ${request.url!}`;

describe('an implicit job', () => {
  const families: [string, Answer, JobSnapshot['status']][] = [
    ['that completes', (_, n) => [200, { result: n < 3 ? 'pending' : 'completed' }], 'completed'],
    ['that fails', (_, n) => [200, { result: n < 2 ? 'pending' : 'error' }], 'error'],
    [
      'that returns 202 while it runs',
      (_, n) => (n < 3 ? [202, { result: 'pending' }] : [200, { result: 'completed' }]),
      'completed',
    ],
    [
      'whose result flips after the end',
      (_, n) => [200, { result: n % 2 === 1 ? 'pending' : 'completed' }],
      'completed',
    ],
    [
      'that calls the field `status`',
      (_, n) => [200, { status: n < 2 ? 'PENDING' : 'COMPLETED' }],
      'completed',
    ],
  ];

  it.each(families)('%s', async (_, answer, status) => {
    await using server = await serve((request, n, body) =>
      method(request) === 'GET /status' ? answer(request, n, body) : NOT_FOUND,
    );
    const snapshots = await watched(clientOf(server.baseUrl, { implicit: true }), 'the-job');
    expect(snapshots.at(-1)).toMatchObject({ jobId: 'the-job', status });
    expect([...server.asked.keys()]).toEqual(['/status']);
  });

  it('is watched by any id, and at another path', async () => {
    await using server = await serve(request =>
      method(request) === 'GET /api/translation' ? [200, { id: 'other', state: 'ok' }] : NOT_FOUND,
    );
    const client = clientOf(server.baseUrl, {
      implicit: true,
      paths: { status: '/api/translation' },
      fields: { status: 'state' },
      words: { OK: 'completed' },
    });
    expect(await watched(client, 'my video.mp4')).toMatchObject([
      { jobId: 'my video.mp4', status: 'completed' },
    ]);
  });

  it('cannot be created unless there is a path for that', async () => {
    const api = jobApi({ baseUrl: 'http://localhost', implicit: true });
    expect(() => api.check!({})).toThrow(/^Cannot create a job: this service has one job/);
    expect(() => api.create({}, 'k')).toThrow(TypeError);
    await using server = await serve(request =>
      method(request) === 'POST /start' ? [200, { started: true }] : [200, { result: 'completed' }],
    );
    const client = clientOf(server.baseUrl, { implicit: true, paths: { create: '/start' } });
    const last = await lastValueFrom(client.translate({}));
    expect(last).toMatchObject({ status: 'completed' });
  });

  it('was not created if the response is an error in a 200', async () => {
    await using server = await serve(() => [200, { error: { message: 'no credit left' } }]);
    const client = clientOf(server.baseUrl, { implicit: true, paths: { create: '/start' } });
    await expect(client.createJob()).rejects.toThrow('no credit left');
  });
});

describe('job ids', () => {
  it.each<[string, Answer, Omit<JobApiOptions, 'baseUrl'>, object]>([
    [
      'like the server of the Python client: no id in the response',
      (request, n) => {
        if (method(request) === 'POST /job') return [200, { job_id: 'j1' }];
        return request.url === '/status/j1' ? [200, { result: n < 3 ? 'pending' : 'completed' }] : NOT_FOUND;
      },
      {},
      { jobId: 'j1', status: 'completed' },
    ],
    [
      'a reason in `message`',
      request =>
        method(request) === 'POST /job'
          ? [201, { job_id: 'j1' }]
          : [200, { result: 'error', message: 'Video is too long' }],
      {},
      { status: 'error', failure: { message: 'Video is too long' } },
    ],
    [
      'another path to create, and ids in camelCase',
      request =>
        method(request) === 'POST /create_job'
          ? [200, { jobId: 'a-1', status: 'pending' }]
          : request.url === '/status/a-1'
            ? [200, { status: 'completed' }]
            : NOT_FOUND,
      { paths: { create: '/create_job' } },
      { jobId: 'a-1', status: 'completed' },
    ],
    [
      'the id in the query',
      request =>
        method(request) === 'POST /start_job'
          ? [200, { job: { uuid: 'q1' } }]
          : request.url === '/status?job_id=q1'
            ? [200, { status: 'Completed' }]
            : NOT_FOUND,
      { paths: { create: '/start_job', status: '/status?job_id={id}' }, fields: { jobId: 'job.uuid' } },
      { jobId: 'q1', status: 'completed' },
    ],
    [
      'a custom body, and a job name chosen by the client',
      (request, _, body) =>
        method(request) === 'POST /translate'
          ? [200, { name: (JSON.parse(body) as { videoName: string }).videoName }]
          : request.url === '/status?videoName=clip-7&verbose=1'
            ? [200, { status: 'done' }]
            : NOT_FOUND,
      {
        paths: { create: '/translate', status: '/status?videoName={id}&verbose=1' },
        fields: { jobId: 'name' },
        body: ({ title }) => ({ videoName: title }),
      },
      { jobId: 'clip-7', status: 'completed' },
    ],
    [
      'nested, with progress in percent',
      (request, n) =>
        method(request) === 'POST /tasks'
          ? [202, { data: { taskId: 't1' } }]
          : request.url === '/tasks/t1/status'
            ? [
                200,
                {
                  status:
                    n < 3 ? { status: 'in_progress', progress: 40 } : { status: 'ready', progress: 100 },
                },
              ]
            : NOT_FOUND,
      {
        paths: { create: '/tasks', status: '/tasks/{id}/status' },
        fields: { jobId: 'data.taskId', status: 'status.status', progress: 'status.progress' },
        words: { ready: 'completed' },
        percent: true,
      },
      { jobId: 't1', status: 'completed' },
    ],
    [
      'like Replicate and Runway: a list of results',
      request =>
        method(request) === 'POST /v1/predictions'
          ? [201, { id: 'r1', status: 'starting', output: null }]
          : [200, { id: 'r1', status: 'succeeded', output: ['https://files.example/r1.mp4'] }],
      {
        paths: { create: '/v1/predictions', status: '/v1/predictions/{id}' },
        fields: { jobId: 'id', videoUrl: 'output.0' },
      },
      { status: 'completed', result: { videoUrl: 'https://files.example/r1.mp4' } },
    ],
    [
      'like Bunny: numbered statuses',
      (request, n) =>
        method(request) === 'POST /videos'
          ? [200, { guid: 'b1', status: 0 }]
          : [200, { guid: 'b1', status: n < 3 ? 2 : 4 }],
      {
        paths: { create: '/videos', status: '/videos/{id}' },
        fields: { jobId: 'guid', status: 'status' },
        words: { 0: 'pending', 2: 'running', 4: 'completed', 5: 'error' },
      },
      { status: 'completed', previousStatus: 'running' },
    ],
    [
      'like Google: a colon in the path, and `done`',
      (request, n) =>
        method(request) === 'POST /v1/videos:generate'
          ? [200, { name: 'o1', done: false }]
          : [200, { name: 'o1', done: n > 2 }],
      {
        paths: { create: '/v1/videos:generate', status: '/v1/{id}' },
        fields: { jobId: 'name', status: 'done' },
        words: { true: 'completed', false: 'running' },
      },
      { status: 'completed', previousStatus: 'running' },
    ],
    [
      'Basic authentication',
      request =>
        request.headers.authorization !== `Basic ${btoa('me:secret-1')}`
          ? [401, { error: 'who are you?' }]
          : method(request) === 'POST /job'
            ? [200, { job_id: 'j1' }]
            : [200, { result: 'completed' }],
      { headers: { authorization: `Basic ${btoa('me:secret-1')}` } },
      { status: 'completed' },
    ],
    [
      'Bearer authentication with a token that changes',
      request =>
        request.headers.authorization?.startsWith('Bearer token-') !== true
          ? [401, { error: 'who are you?' }]
          : method(request) === 'POST /job'
            ? [200, { job_id: 'j1' }]
            : [200, { result: 'completed' }],
      { headers: { authorization: async () => `Bearer token-${Math.random()}` } },
      { status: 'completed' },
    ],
  ])('are created and watched: %s', async (_, answer, options, expected) => {
    await using server = await serve(answer);
    const last = await lastValueFrom(clientOf(server.baseUrl, options).translate({ title: 'clip-7' }));
    expect(last).toMatchObject(expected);
  });

  it('may report progress in percent', async () => {
    await using server = await serve((_, n) => [200, { status: n < 2 ? 'running' : 'done', progress: 40 }]);
    const [first] = await watched(clientOf(server.baseUrl, { percent: true }), 'j1');
    expect(first).toMatchObject({ status: 'running', progress: 0.4 });
  });

  it('are refused with the message of the server if it returns 200 for an unknown one', async () => {
    await using server = await serve(() => [200, { error: 'Invalid job id' }]);
    await expect(watched(clientOf(server.baseUrl, {}), 'nobody')).rejects.toMatchObject({
      name: 'ProtocolError',
      message: expect.stringContaining('Invalid job id'),
    });
  });

  it('are polled in bulk if there is a path for that', async () => {
    await using server = await serve(request => {
      const ids = new URL(request.url ?? '', 'http://x').searchParams.get('ids')?.split(',') ?? [];
      return [
        200,
        { list: ids.map(id => ({ jobId: id, status: 'completed', output: { url: `https://x/${id}` } })) },
      ];
    });
    const client = clientOf(server.baseUrl, {
      paths: { status: '/jobs/{id}', statuses: '/jobs?ids={ids}' },
      fields: { jobs: 'list', videoUrl: 'output.url' },
    });
    const last = await lastValueFrom(client.watchBatch(['a', 'b', 'c']));
    expect(last.counts.completed).toBe(3);
    expect(last.get('b')).toMatchObject({ result: { videoUrl: 'https://x/b' } });
    expect([...server.asked.keys()]).toEqual(['/jobs?ids=a,b,c']);
  });
});

describe('options of a job API', () => {
  it('have no bulk call if the status path is customised, unless one is given', () => {
    const baseUrl = 'http://localhost';
    const hasBulk = (options: object) => jobApi({ baseUrl, ...options }).statuses !== undefined;
    expect(hasBulk({})).toBe(true);
    expect(hasBulk({ paths: { statuses: false } })).toBe(false);
    expect(hasBulk({ paths: { status: '/jobs/{id}' } })).toBe(false);
    expect(hasBulk({ implicit: true })).toBe(false);
  });

  it.each<[object, string, typeof TypeError]>([
    [{ paths: { statsu: '/x' } }, 'unknown option `statsu`', TypeError],
    [{ paths: { status: '/status' } }, '`paths.status` must contain {id}', TypeError],
    [{ paths: { status: 'status/{id}' } }, '`paths.status` must be a path', TypeError],
    [{ paths: { status: '//evil.example/{id}' } }, '`paths.status` must not have empty segments', TypeError],
    [{ paths: { create: '/../job' } }, '`paths.create` must not have empty segments', TypeError],
    [{ paths: { create: 7 } }, '`paths.create` must be a path', TypeError],
    [{ paths: { statuses: '/status' } }, '`paths.statuses` must contain {ids}', TypeError],
    [{ fields: { state: 'x' } }, 'unknown option `state`', TypeError],
    [{ fields: { status: '' } }, '`fields.status` must be the name of a field, got ""', RangeError],
    [{ fields: { jobId: 5 } }, '`fields.jobId` must be the name of a field, got 5', RangeError],
    [
      { words: { ok: 'done' } },
      '`words.ok` must be pending, running, completed or error, got "done"',
      RangeError,
    ],
    [{ percent: 1 }, '`percent` must be true or false, got 1', RangeError],
    [{ implicit: 'yes' }, '`implicit` must be true or false, got "yes"', RangeError],
    [{ body: {} }, '`body` must be a function, got an object', RangeError],
  ])('refuse %j', (options, bound, kind) => {
    const make = () => jobApi({ baseUrl: 'http://localhost', ...options });
    expect(make).toThrow(kind);
    expect(make).toThrow(bound);
  });

  it('cannot lead outside the path', async () => {
    const seen: string[] = [];
    const fetch = (address: string) => {
      seen.push(address);
      return Response.json({ result: 'completed' });
    };
    const api = jobApi({ baseUrl: 'http://localhost/v1', fetch, paths: { status: '/status?q={id}' } });
    await lastValueFrom(api.status('a:b~c'));
    expect(seen).toEqual(['http://localhost/v1/status?q=a%3Ab~c']);
  });
});
