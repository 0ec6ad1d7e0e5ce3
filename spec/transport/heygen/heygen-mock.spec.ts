import { describe, expect, it } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import { heygenApi } from '../../../lib/transport/heygen/heygen-api.js';
import { createMockBackend, type MockBackendOptions } from '../../../mock-backend/index.js';
import { errorOf, outcomeOf } from '../../helpers/outcome.js';
import { serving, STALLED_MS } from '../../helpers/serving.js';

const video = 'https://example.com/v.mp4';
const two = { video, outputLanguages: ['German (Germany)', 'French (France)'] };

/** A mock backend with its own clock, and a transport for it. */
function heygen(options: MockBackendOptions = {}) {
  const clock = { now: 1_700_000_000_000 };
  const backend = createMockBackend({
    processingMs: 60_000,
    seed: 1,
    ...options,
    now: () => clock.now,
    heygen: { apiKey: 'secret-key', videoMs: 90_000, ...options.heygen },
  });
  const api = heygenApi({ apiKey: 'secret-key', baseUrl: 'http://localhost', fetch: backend.request });
  const create = async (request: Parameters<typeof api.create>[0], key: string) =>
    (await outcomeOf(api.create(request, key))) as string[];
  return { api, backend, clock, create };
}

describe('HeyGen as the mock backend plays it', () => {
  it('takes a job through every status', async () => {
    const { api, clock, create } = heygen({ queueMs: 5000 });
    const [jobId] = await create({ video, outputLanguage: 'German (Germany)', enableCaption: true }, 'k');
    const poll = async () => await firstValueFrom(api.status(jobId!));
    expect(await poll()).toEqual({ jobId, status: 'pending', ageMs: 0 });
    clock.now += 5000;
    expect(await poll()).toEqual({ jobId, status: 'running', ageMs: 5000, videoSeconds: 90 });
    clock.now += 60_000;
    expect(await poll()).toEqual({
      jobId,
      status: 'completed',
      ageMs: 65_000,
      videoSeconds: 90,
      result: {
        videoUrl: expect.stringMatching(/^http:\/\/localhost\/files\//),
        audioUrl: expect.stringMatching(/^http:\/\/localhost\/files\//),
        srtCaptionUrl: expect.stringMatching(/^http:\/\/localhost\/files\//),
        vttCaptionUrl: expect.stringMatching(/^http:\/\/localhost\/files\//),
      },
    });
  });

  it('creates a job for each language, in the requested order', async () => {
    const { api, create } = heygen();
    const ids = await create(two, 'k');
    const languages = ids.map(async id => (await firstValueFrom(api.service.get(id))).outputLanguage);
    expect(await Promise.all(languages)).toEqual(two.outputLanguages);
    expect(await create(two, 'k')).toEqual(ids);
  });

  it('does not complete a job before it has a URL', async () => {
    const { api, clock, create } = heygen({ heygen: { addressLagMs: 30_000 } });
    const [jobId] = await create({ video, outputLanguage: 'German (Germany)' }, 'k');
    clock.now += 60_000;
    expect(await firstValueFrom(api.status(jobId!))).toMatchObject({ status: 'running' });
    // A bulk response shows no address: the single poll decides.
    expect(await firstValueFrom(api.statuses([jobId!, 'nobody']))).toMatchObject([
      { status: 'completed', partial: true },
      { status: 'not_found' },
    ]);
    clock.now += 30_000;
    const report = await firstValueFrom(api.status(jobId!));
    expect(report).toMatchObject({ status: 'completed', result: { videoUrl: expect.any(String) } });
  });

  it('completes a job without a video if only audio was requested', async () => {
    const { api, clock, create } = heygen();
    const [jobId] = await create(
      { video, outputLanguage: 'German (Germany)', translateAudioOnly: true },
      'k',
    );
    clock.now += 60_000;
    expect(await firstValueFrom(api.status(jobId!))).toMatchObject({
      status: 'completed',
      result: { audioUrl: expect.any(String) },
    });
  });

  it('polls 100 jobs with one request', async () => {
    const { api, backend } = heygen({ heygen: { concurrency: 200 } });
    const ids: string[] = [];
    for (let i = 0; i < 50; i++) ids.push(...((await outcomeOf(api.create(two, `k${i}`))) as string[]));
    const before = backend.stats.total;
    expect(await firstValueFrom(api.statuses(ids))).toHaveLength(100);
    expect(backend.stats.total - before).toBe(1);
  });

  it('reports why a job failed, singly and in bulk', async () => {
    const { api, clock, create } = heygen();
    const [jobId] = await create({ video: `${video}?mock=silent`, outputLanguage: 'German (Germany)' }, 'k');
    clock.now += 30_000;
    const failure = { message: 'No speech was detected in the audio.' };
    expect(await firstValueFrom(api.status(jobId!))).toMatchObject({ status: 'error', failure });
    expect(await firstValueFrom(api.statuses([jobId!]))).toMatchObject([{ status: 'error', failure }]);
  });

  it('refuses as HeyGen does, each time with the request id', async () => {
    const { api, backend, create } = heygen({ heygen: { concurrency: 2, quota: 3 } });
    const wrongKey = heygenApi({ apiKey: 'wrong-key', baseUrl: 'http://localhost', fetch: backend.request });
    const requestId = expect.stringMatching(/^[0-9a-f]{32}$/);
    expect(await errorOf(wrongKey.status('j1'))).toMatchObject({
      name: 'AuthenticationError',
      status: 401,
      requestId,
    });
    expect(await errorOf(api.status('nobody'))).toMatchObject({
      name: 'JobNotFoundError',
      jobId: 'nobody',
      requestId,
    });
    expect(
      await errorOf(api.create({ video: 'http://10.0.0.1/v', outputLanguage: 'German (Germany)' }, 'k1')),
    ).toMatchObject({
      name: 'RequestError',
      code: 'invalid_parameter',
      requestId,
    });
    expect(
      await errorOf(api.create({ video: `${video}?mock=refused`, outputLanguage: 'German (Germany)' }, 'k2')),
    ).toMatchObject({
      name: 'RequestError',
      code: 'download_failed',
    });
    await create(two, 'k3');
    expect(await errorOf(api.create({ video, outputLanguage: 'German (Germany)' }, 'k4'))).toMatchObject({
      name: 'RateLimitError',
      retryAfterMs: 10_000,
      requestId,
    });
    expect(await errorOf(api.create(two, 'k5'))).toMatchObject({
      name: 'QuotaError',
      code: 'insufficient_credit',
    });
  });

  it('lists, reads, renames and deletes', async () => {
    const { api, create } = heygen();
    const ids = [...(await create(two, 'k1')), ...(await create(two, 'k2'))];
    const listed = (await outcomeOf(api.service.list(3))) as { jobId: string }[];
    expect(listed.map(({ jobId }) => jobId).sort()).toEqual([...ids].sort());
    expect(await firstValueFrom(api.service.languages())).toContain('German (Germany)');
    expect(await firstValueFrom(api.service.rename(ids[0]!, 'Another'))).toMatchObject({ title: 'Another' });
    expect(await firstValueFrom(api.service.delete(ids[0]!))).toBe(ids[0]);
    expect(await errorOf(api.status(ids[0]!))).toMatchObject({ name: 'JobNotFoundError' });
    expect(await firstValueFrom(api.statuses([ids[0]!, ids[1]!]))).toMatchObject([
      { status: 'not_found' },
      {},
    ]);
  });

  it('runs a batch that is watched as one job', async () => {
    const { api, clock } = heygen({ heygen: { concurrency: 2 } });
    const requests = [two, { video: `${video}?mock=refused`, outputLanguage: 'German (Germany)' }];
    const create$ = api.service.createBatch(requests);
    const batchId = await firstValueFrom(create$);
    expect(await firstValueFrom(create$)).toBe(batchId);
    expect(await firstValueFrom(api.batches.status(batchId))).toMatchObject({
      status: 'running',
      progress: 1 / 3,
    });
    clock.now += 60_000;
    expect(await firstValueFrom(api.batches.status(batchId))).toMatchObject({ status: 'completed' });
    expect(await firstValueFrom(api.service.batch(batchId))).toMatchObject({
      total: 3,
      counts: { pending: 0, running: 0, completed: 2, error: 1 },
      items: [
        { index: 0, status: 'completed', jobId: expect.any(String) },
        { index: 1, status: 'completed' },
        { index: 2, status: 'error', failure: { code: 'download_failed' } },
      ],
    });
  });

  it.concurrent.each(['reset', 'stall', 'end'] as const)(
    'creates one job when a response is lost to a %s, over HTTP',
    async kind => {
      await using backend = await serving({
        heygen: { apiKey: 'secret-key' },
        script: [{ kind, when: 'after' }],
      });
      const options = { apiKey: 'secret-key', baseUrl: backend.url };
      const impatient = heygenApi({ ...options, ...(kind === 'stall' && { createTimeoutMs: STALLED_MS }) });
      expect(await errorOf(impatient.create(two, 'key'))).toMatchObject({
        name: 'NetworkError',
        idempotencyKey: 'key',
      });
      const api = heygenApi(options);
      const ids = await outcomeOf(api.create(two, 'key'));
      expect(await outcomeOf(api.create(two, 'key'))).toEqual(ids);
      expect(backend.app.jobs.size).toBe(2);
    },
  );
});
