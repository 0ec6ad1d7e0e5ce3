import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import type { Fetch } from '../../../lib/transport/http/own-fetch.js';
import { heygenApi } from '../../../lib/transport/heygen/heygen-api.js';
import { jobApi } from '../../../lib/transport/job-api/job-api.js';
import { everythingShown } from '../../helpers/everything-shown.js';
import { errorOf, outcomeOf } from '../../helpers/outcome.js';
import { httpWire, tcpWire } from '../../helpers/wire.js';

const key = 'sk/very+Secret0=';
const forms = [
  key,
  encodeURIComponent(key),
  key.replaceAll('/', '\\/'),
  Buffer.from(key).toString('base64'),
  'Secret0',
];
const headers = { 'X-Api-Key': key, Authorization: `Bearer ${key}` };

function expectNoKeyIn(value: unknown): void {
  const shown = everythingShown(value);
  for (const form of forms) expect(shown).not.toContain(form);
}

describe('the key', () => {
  it.each<[string, Fetch]>([
    ['400', () => Response.json({ error: { code: 'bad', message: `no: ${key}` } }, { status: 400 })],
    [
      '401',
      () =>
        Response.json({ error: `key ${key} is unknown` }, { status: 401, headers: { 'x-request-id': key } }),
    ],
    ['402', () => new Response(`{"message":"sk\\/very+Secret0="}`, { status: 402 })],
    ['404', () => Response.json({ error: { code: key, message: encodeURIComponent(key) } }, { status: 404 })],
    ['409', () => Response.json({ error: { code: 'request_in_progress', message: key } }, { status: 409 })],
    ['429', () => Response.json({ error: { code: key } }, { status: 429, headers: { 'retry-after': key } })],
    ['500', () => Response.json({ error: key }, { status: 500 })],
    ['HTML', () => new Response(`<p>${key}`)],
    ['another job', () => Response.json({ job_id: '..', result: key })],
    ['a refusal with 200', () => Response.json({ error: { code: 'unauthorized', message: key } })],
    ['a redirect', () => new Response(null, { status: 302, headers: { location: `https://x/${key}` } })],
    [
      'a header error of the platform',
      () => Promise.reject(new TypeError(`"${key}" is an invalid header value`)),
    ],
    [
      'an error of the platform that holds the request',
      (address, init) => {
        const cause = Object.assign(new Error(key), { code: key });
        throw Object.assign(new TypeError(key, { cause }), { address, init, code: 'ECONNRESET' });
      },
    ],
    [
      'a text',
      () => {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- anything can be thrown
        throw key;
      },
    ],
  ])('is in no error after %s', async (_, fetch) => {
    const api = jobApi({ baseUrl: 'https://api.example.com', headers, fetch });
    for (const $ of [api.status('j1'), api.create({ title: key }, 'k')]) {
      const error = await errorOf($);
      expectNoKeyIn(error);
      expect(error.cause).toBeUndefined();
    }
    const many = await outcomeOf(api.statuses!(['j1', 'j2']));
    expectNoKeyIn(many);
  });

  it.each<[string, Parameters<typeof tcpWire>[0]]>([
    ['a reset', socket => socket.resetAndDestroy()],
    ['garbage', socket => socket.end(`${key}\r\n\r\n`)],
    [
      'bad gzip',
      socket => socket.end(`HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 16\r\n\r\n${key}`),
    ],
    ['a stall', () => undefined],
  ])('is in no error after %s on the wire', async (_, answer) => {
    await using wire = await tcpWire(answer);
    const api = jobApi({ baseUrl: wire.url, headers, requestTimeoutMs: 50 });
    expectNoKeyIn(await errorOf(api.status('j1')));
  });

  it('is in no error either if it is a parameter of a URL', async () => {
    const search = `?api_key=${encodeURIComponent(key)}`;
    const paths = {
      create: `/job${search}`,
      status: `/status${search}&id={id}`,
      statuses: `/status${search}&ids={ids}`,
    };
    const fetch: Fetch = address => Response.json({ error: `no ${key} at ${address}` }, { status: 400 });
    const api = jobApi({ baseUrl: 'https://api.example.com', paths, fetch });
    for (const $ of [api.status('j1'), api.create({}, 'k')]) {
      const error = await errorOf($);
      expect(error.message).toContain('no [redacted] at https://api.example.com/');
      expectNoKeyIn(error);
    }
    expectNoKeyIn(await outcomeOf(api.statuses!(['j1', 'j2'])));
  });

  it('is not the id of a job, whatever its parameter is called: URLs of results contain it', async () => {
    const paths = { status: '/status?session={id}', statuses: '/status?tokens={ids}' };
    const done = (jobId: string) => ({
      job_id: jobId,
      status: 'completed',
      video_url: `https://cdn.example.com/${jobId}.mp4`,
    });
    const fetch: Fetch = address =>
      Response.json(address.includes('tokens') ? { jobs: [done('job-2000')] } : done('job-1000'));
    const api = jobApi({ baseUrl: 'https://api.example.com', paths, fetch });
    expect(await outcomeOf(api.status('job-1000'))).toMatchObject([
      { result: { videoUrl: 'https://cdn.example.com/job-1000.mp4' } },
    ]);
    expect(await outcomeOf(api.statuses!(['job-1000', 'job-2000']))).toMatchObject([
      [{ result: { videoUrl: 'https://cdn.example.com/job-2000.mp4' } }],
    ]);
  });

  it("is in no job's failure, and in no unknown word", async () => {
    const answer = (body: object) =>
      jobApi({ baseUrl: 'https://x', headers, fetch: () => Response.json(body) });
    const failed = answer({ job_id: 'j1', result: 'error', error: { code: key, message: `key: ${key}` } });
    const report = await firstValueFrom(failed.status('j1'));
    expect(report.failure).toEqual({ code: '[redacted]', message: 'key: [redacted]' });
    expectNoKeyIn(await firstValueFrom(answer({ job_id: 'j1', result: key }).status('j1')));
  });

  it('is in no result URL', async () => {
    const encoded = encodeURIComponent(key);
    const results = {
      video_url: `https://cdn.example/v.mp4?key=${encoded}&x=1`,
      audio_url: `https://cdn.example/${key}/a.mp3`,
    };
    const expected = {
      videoUrl: 'https://cdn.example/v.mp4?key=[redacted]&x=1',
      audioUrl: 'https://cdn.example/[redacted]/a.mp3',
    };
    const fetch: Fetch = address =>
      Response.json(
        address.includes('/v3/')
          ? { data: { id: 'j1', status: 'completed', ...results } }
          : { job_id: 'j1', result: 'completed', ...results },
      );
    const api = jobApi({ baseUrl: 'https://x', headers, fetch });
    expect((await firstValueFrom(api.status('j1'))).result).toEqual(expected);
    const heygen = heygenApi({ apiKey: key, fetch });
    expect((await firstValueFrom(heygen.status('j1'))).result).toEqual(expected);
    expectNoKeyIn(await firstValueFrom(heygen.service.get('j1')));
  });

  it('is in no transport, stream or subscription, though it was sent', async () => {
    await using wire = await httpWire((_, response) => response.end('{"job_id":"j1","result":"pending"}'));
    const api = jobApi({ baseUrl: wire.url, headers });
    const poll$ = api.status('j1');
    expectNoKeyIn(api);
    expectNoKeyIn(poll$);
    const polling = poll$.subscribe();
    expect(inspect(polling, { showHidden: true, depth: Infinity })).not.toContain('Secret0');
    polling.unsubscribe();
    await firstValueFrom(poll$);
    expect(wire.seen.at(-1)?.headers).toMatchObject({ 'x-api-key': key, authorization: `Bearer ${key}` });
  });

  it('is in nothing from HeyGen either, even if every response repeats it', async () => {
    const echo: Fetch = () =>
      Response.json({ error: { code: 'forbidden', message: `no: ${key}` } }, { status: 403 });
    for (const credentials of [{ apiKey: key }, { accessToken: key }]) {
      const { service, batches, ...api } = heygenApi({ ...credentials, fetch: echo });
      const heygen = heygenApi({ ...credentials, fetch: echo });
      for (const shown of [heygen, service, batches, api]) expectNoKeyIn(shown);
      const request = { video: 'https://x/v', outputLanguage: 'German' };
      for (const $ of [
        heygen.create(request, 'k'),
        heygen.status('j1'),
        heygen.statuses(['j1', 'j2']),
        service.list(),
        service.languages(),
        service.delete('j1'),
        service.createBatch([request]),
        batches.status('b1'),
      ]) {
        const error = await errorOf($);
        expect(error).toMatchObject({ name: 'AuthenticationError' });
        expect(error.message).toContain('[redacted]');
        expectNoKeyIn(error);
      }
    }
  });

  it('is in no error about options', () => {
    const bad = [
      { baseUrl: 'http://api.example.com', headers },
      { baseUrl: `https://${encodeURIComponent(key)}@api.example.com` },
      { baseUrl: `https://api.example.com?key=${encodeURIComponent(key)}` },
      { baseUrl: 'https://api.example.com', headers: { 'x-api-key': `${key}\n` } },
      { baseUrl: 'https://api.example.com', headers: { 'x-api-key': `${key}\u2028` } },
    ];
    for (const options of bad) {
      let complaint: unknown;
      try {
        jobApi(options);
      } catch (error) {
        complaint = error;
      }
      expect(complaint).toBeInstanceOf(TypeError);
      expectNoKeyIn(complaint);
    }
  });
});
