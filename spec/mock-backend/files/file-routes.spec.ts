import { afterEach, describe, expect, it } from '@jest/globals';
import { startMockBackend, type RunningMockBackend, type StartOptions } from '../../../mock-backend/index.js';

const clock = { at: 1_700_000_000_000 };
let backend: RunningMockBackend | undefined;
afterEach(() => backend?.close());

const start = async (options: StartOptions = {}): Promise<RunningMockBackend> => {
  clock.at = 1_700_000_000_000;
  const started = await startMockBackend({ seed: 7, processingMs: 0, now: () => clock.at, ...options });
  backend = started;
  return started;
};

/** The id of a completed job, and its result in each dialect. */
const jobApiReport = async ({ url }: RunningMockBackend): Promise<Record<string, string>> => {
  const { job_id } = (await (await fetch(`${url}/job`, { method: 'POST' })).json()) as { job_id: string };
  return (await (await fetch(`${url}/status/${job_id}`)).json()) as Record<string, string>;
};
const heygenReport = async ({ url }: RunningMockBackend): Promise<Record<string, string>> => {
  const headers = { 'x-api-key': 'any', 'content-type': 'application/json' };
  const body = JSON.stringify({
    video: { type: 'url', url: 'https://example.com/a.mp4' },
    output_languages: ['German'],
    enable_caption: true,
  });
  const created = await fetch(`${url}/v3/video-translations`, { method: 'POST', headers, body });
  const { data } = (await created.json()) as { data: { video_translation_ids: [string] } };
  const path = `${url}/v3/video-translations/${data.video_translation_ids[0]}`;
  return ((await (await fetch(path, { headers })).json()) as { data: Record<string, string> }).data;
};

describe('the files of a completed job', () => {
  it.each([
    ['video_url', 'video/mp4', '.mp4', 'ftypisom'],
    ['audio_url', 'audio/mpeg', '.mp3', '\u00ff\u00e3'],
    ['srt_caption_url', 'application/x-subrip', '.srt', '1\n00:00:00,000 --> '],
    ['vtt_caption_url', 'text/vtt; charset=utf-8', '.vtt', 'WEBVTT\n\n'],
  ])("can be downloaded in HeyGen's dialect: %s", async (field, type, ending, content) => {
    const report = await heygenReport(await start());
    const response = await fetch(report[field]!);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${report.id}${ending}"`);
    expect(response.headers.get('content-length')).toBe(String(bytes.byteLength));
    expect(bytes.toString('latin1')).toContain(content);
  });

  it('can be downloaded from the job API too, if enabled', async () => {
    const report = await jobApiReport(await start({ resultAddress: true }));
    const response = await fetch(report.video_url!);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'video/mp4']);
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${report.job_id}.mp4"`);
    await backend?.close();
    expect(await jobApiReport(await start())).not.toHaveProperty('video_url');
  });

  it('have a URL only once the job has completed', async () => {
    const { url, app } = await start({ resultAddress: true, processingMs: 1000, jobErrors: 0 });
    const { id } = app.jobs.create();
    const failing = app.jobs.create({ outcome: 'error', processingMs: 0 });
    for (const jobId of [id, failing.id]) {
      expect(await (await fetch(`${url}/status/${jobId}`)).json()).not.toHaveProperty('video_url');
    }
    const bulk = async () =>
      (await (await fetch(`${url}/status?job_ids=${id}`)).json()) as { jobs: Record<string, string>[] };
    expect((await bulk()).jobs[0]).not.toHaveProperty('video_url');
    clock.at += 1000;
    expect((await fetch((await bulk()).jobs[0]!.video_url!)).status).toBe(200);
  });
});

describe('a link', () => {
  it.each([
    [{ linkTtlMs: 500 }, 499, 200],
    [{ linkTtlMs: 500 }, 500, 403],
    [{ linkTtlMs: 500, expiredLinkStatus: 410 as const }, 500, 410],
    [{}, 3_599_999, 200],
    [{}, 3_600_000, 403],
  ])('with %j gets, after %i ms, %i', async (options, afterMs, status) => {
    const running = await start({ resultAddress: true, ...options });
    for (const report of [await jobApiReport(running), await heygenReport(running)]) {
      clock.at = 1_700_000_000_000 + afterMs;
      const response = await fetch(report.video_url!);
      expect(response.status).toBe(status);
      if (status !== 200) expect(await response.text()).toContain('<Message>Request has expired.</Message>');
      clock.at = 1_700_000_000_000;
    }
  });

  it('is new each time, and a new one works after another has expired', async () => {
    const running = await start({ resultAddress: true, linkTtlMs: 1000 });
    const { job_id, video_url } = await jobApiReport(running);
    clock.at += 1000;
    const again = (await (await fetch(`${running.url}/status/${job_id}`)).json()) as { video_url: string };
    expect(again.video_url).not.toBe(video_url);
    expect([(await fetch(video_url!)).status, (await fetch(again.video_url)).status]).toEqual([403, 200]);
  });

  it.each([
    ['another job', (url: string) => url.replace(/files\/./, 'files/0')],
    ['another file', (url: string) => url.replace('video.mp4', 'audio.mp3')],
    ['a later end', (url: string) => url.replace('Expires=1', 'Expires=2')],
    ['no signature', (url: string) => url.replace(/&.*/, '')],
    ['a signature that is not ASCII', (url: string) => url.replace(/Signature=./, 'Signature=é')],
  ])('changed to %s is refused', async (_what, change) => {
    const { video_url } = await jobApiReport(await start({ resultAddress: true, seed: 8 }));
    expect((await fetch(change(video_url!))).status).toBe(403);
  });

  it('of a deleted job is not found', async () => {
    const { app, ...running } = await start({ resultAddress: true });
    const { job_id, video_url } = await jobApiReport({ app, ...running });
    app.jobs.delete(job_id!);
    expect((await fetch(video_url!)).status).toBe(404);
  });

  it('meets faults as other requests do', async () => {
    const running = await start({ resultAddress: true });
    const { video_url } = await jobApiReport(running);
    running.app.faults.push({ kind: 'status', status: 503, on: 'GET /files' });
    expect([(await fetch(video_url!)).status, (await fetch(video_url!)).status]).toEqual([503, 200]);
    expect(running.app.stats.requests['GET /files/:jobId/:name']).toBe(2);
  });

  it('leads to the same file while a fault changes the words of reports', async () => {
    const running = await start({ resultAddress: true });
    const { video_url } = await jobApiReport(running);
    const download = async () => Buffer.from(await (await fetch(video_url!)).arrayBuffer());
    const file = await download();
    running.app.faults.push({ kind: 'words', words: 'done', times: Infinity });
    expect(await download()).toEqual(file);
  });
});
