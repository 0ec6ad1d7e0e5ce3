import { describe, expect, it } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import { errorOf, outcomeOf } from '../../helpers/outcome.js';
import { TRANSLATIONS, scriptedHeygen } from './support/scripted-heygen.js';

describe('a single poll', () => {
  const date = { date: 'Sun, 06 Nov 1994 08:49:37 GMT' };
  const at = Date.UTC(1994, 10, 6, 8, 49, 37) / 1000;

  it.each([
    ['pending', { status: 'pending' }],
    ['running', { status: 'running' }],
    ['queued', { status: 'pending' }],
    ['processing', { status: 'running' }],
    ['failed', { status: 'error', failure: { message: 'the service gave no reason' } }],
    ['error', { status: 'error', failure: { message: 'the service gave no reason' } }],
    ['rendering', { status: 'rendering' }],
    ['Processing', { status: 'running' }],
    ['FAILED', { status: 'error', failure: { message: 'the service gave no reason' } }],
    ['__proto__', { status: '__proto__' }],
    ['constructor', { status: 'constructor' }],
  ])('that says %s', async (status, report) => {
    const { api, sent } = scriptedHeygen({ data: { id: 'j1', status } });
    expect(await outcomeOf(api.status('j1'))).toEqual([{ jobId: 'j1', ...report }]);
    expect(sent).toEqual([{ method: 'GET', path: `${TRANSLATIONS}/j1`, key: undefined, body: undefined }]);
  });

  it.each(['completed', 'success', 'succeeded'])('that says %s includes the result', async status => {
    const data = {
      id: 'j1',
      status,
      video_url: 'https://x/v',
      audio_url: 'https://x/a',
      srt_caption_url: 'https://x/s',
      vtt_caption_url: null,
      duration: 61.5,
      secret: 'not copied',
    };
    expect(await outcomeOf(scriptedHeygen({ data }).api.status('j1'))).toEqual([
      {
        jobId: 'j1',
        status: 'completed',
        result: { videoUrl: 'https://x/v', audioUrl: 'https://x/a', srtCaptionUrl: 'https://x/s' },
        videoSeconds: 61.5,
      },
    ]);
  });

  it("reports the job's age by HeyGen's own clock, and the hint", async () => {
    const poll = async (created_at: unknown, headers: Record<string, string>) => {
      const answer = Response.json({ data: { id: 'j1', status: 'running', created_at } }, { headers });
      return await firstValueFrom(scriptedHeygen(answer).api.status('j1'));
    };
    expect(await poll(at - 90, { ...date, 'retry-after': '7' })).toMatchObject({
      ageMs: 90_000,
      retryAfterMs: 7000,
    });
    expect(await poll(at + 5, date)).toMatchObject({ ageMs: 0 });
    expect(await poll(at - 90, {})).not.toHaveProperty('ageMs');
    expect(await poll('yesterday', date)).not.toHaveProperty('ageMs');
  });

  it('reports why the job failed', async () => {
    const data = { id: 'j1', status: 'failed', failure_message: 'No speech\nfound' };
    expect(await firstValueFrom(scriptedHeygen({ data }).api.status('j1'))).toMatchObject({
      failure: { message: 'No speech found' },
    });
  });

  it.each([
    { failure_message: '', failure_reason: 'No speech' },
    { message: 'No speech' },
    { error: 'No speech' },
    { error: { code: 'silent', message: 'No speech' } },
  ])('finds the reason under the names of version 2: %j', async reason => {
    const { api } = scriptedHeygen({ data: { id: 'j1', status: 'failed', ...reason } });
    expect(await firstValueFrom(api.status('j1'))).toMatchObject({ failure: { message: 'No speech' } });
  });

  it('does not take a message beside a completed job for the reason of a failure', async () => {
    const data = { id: 'j1', status: 'completed', message: 'Success', video_url: 'https://x/v.mp4' };
    const translation = await firstValueFrom(scriptedHeygen({ data }).api.service.get('j1'));
    expect(translation).not.toHaveProperty('failureMessage');
  });

  it('takes an id in another case for the same id', async () => {
    const { api } = scriptedHeygen({ data: { id: 'ABC-ES', status: 'running' } });
    expect(await firstValueFrom(api.status('abc-es'))).toEqual({ jobId: 'abc-es', status: 'running' });
  });

  const dateAt = 1_790_000_000_000;
  it.each([
    [String(dateAt / 1000 - 60), 60_000],
    [dateAt - 60_000, 60_000],
    [`${dateAt / 1000 - 60}.5`, 59_500],
    // Clocks of one service differ by seconds, not by days.
    [dateAt / 1000 + 5, 0],
    [dateAt / 1000 + 86_400, undefined],
    ['2026-11-27T00:00:00Z', undefined],
  ])('reads the time of creation %j as an age of %j ms', async (created_at, ageMs) => {
    const { api } = scriptedHeygen(
      Response.json(
        { data: { id: 'j1', status: 'running', created_at, duration: '93.5' } },
        { headers: { date: new Date(dateAt).toUTCString() } },
      ),
    );
    expect(await firstValueFrom(api.status('j1'))).toEqual({
      jobId: 'j1',
      status: 'running',
      videoSeconds: 93.5,
      ...(ageMs !== undefined && { ageMs }),
    });
  });

  it.each([
    ['/files/v.mp4', 'https://api.heygen.com/files/v.mp4'],
    ['//cdn.example.com/v.mp4', 'https://cdn.example.com/v.mp4'],
    ['https://CDN.example.com/v.mp4?Signature=%7e', 'https://CDN.example.com/v.mp4?Signature=%7e'],
  ])('completes only a relative URL of a result: %s', async (video_url, videoUrl) => {
    const { api } = scriptedHeygen({ data: { id: 'j1', status: 'completed', video_url } });
    expect(await firstValueFrom(api.status('j1'))).toMatchObject({ result: { videoUrl } });
  });

  it.each([
    [{ code: 400_112, message: 'No such thing', data: null }, 200],
    [{ error: { message: 'No such thing' } }, 400],
    [{ detail: 'No such thing' }, 400],
    [{ title: 'Bad request', detail: 'No such thing' }, 400],
    [{ detail: [{ loc: ['body'], msg: 'No such thing' }] }, 422],
    [{ errors: [{ message: 'No such thing' }] }, 400],
  ])("quotes the service's sentence in %j", async (body, status) => {
    const error = await errorOf(scriptedHeygen(Response.json(body, { status })).api.status('j1'));
    expect(error.message).toMatch(/: No such thing$/);
  });

  it.each([
    [{ data: { id: 'j2', status: 'completed' } }, 'ProtocolError'],
    [{ data: { status: 'completed' } }, 'ProtocolError'],
    [{ data: { id: 'j1' } }, 'ProtocolError'],
    [{ data: [] }, 'ProtocolError'],
    [{ id: 'j1', status: 'completed' }, 'ProtocolError'],
    [new Response(null, { status: 204 }), 'ProtocolError'],
    [{ error: { code: 'resource_not_found', message: 'gone' } }, 'JobNotFoundError'],
    [{ error: { code: 'never_heard_of' } }, 'RequestError'],
    [{ data: { id: 'j1', status: 'running' }, error: { code: 'internal_error' } }, 'ServerError'],
    [{ data: null, error: 'what?' }, 'ProtocolError'],
    [new Response('', { status: 404 }), 'JobNotFoundError'],
    [new Response('', { status: 401 }), 'AuthenticationError'],
  ])('%j: %s', async (answer, name) => {
    expect(await errorOf(scriptedHeygen(answer).api.status('j1'))).toMatchObject({ name, jobId: 'j1' });
  });
});

it.each(['', false, 0, {}, []])('ignores an empty error beside the data: %j', async error => {
  const { api } = scriptedHeygen({ data: { id: 'j1', status: 'running' }, error });
  expect(await firstValueFrom(api.status('j1'))).toEqual({ jobId: 'j1', status: 'running' });
});

it('zero for the length of the video, or the time of creation, is not known', async () => {
  const { api } = scriptedHeygen(
    Response.json(
      { data: { id: 'j1', status: 'running', duration: 0, created_at: 0 } },
      { headers: { date: new Date(1_790_000_000_000).toUTCString() } },
    ),
  );
  expect(await firstValueFrom(api.status('j1'))).toEqual({ jobId: 'j1', status: 'running' });
});

describe('completed without a URL', () => {
  const completed = (id: string, more = {}) => ({
    data: { id, status: 'completed', video_url: null, ...more },
  });
  const statusOf = async (api: ReturnType<typeof scriptedHeygen>['api'], id: string) =>
    (await firstValueFrom(api.status(id))).status;

  it('counts as running until the URL is available', async () => {
    const { api } = scriptedHeygen(
      completed('j1'),
      completed('j1', { video_url: '' }),
      completed('j1', { video_url: 'https://x/v' }),
    );
    expect(await statusOf(api, 'j1')).toBe('running');
    expect(await firstValueFrom(api.status('j1'))).toEqual({ jobId: 'j1', status: 'running' });
    expect(await firstValueFrom(api.status('j1'))).toMatchObject({
      status: 'completed',
      result: { videoUrl: 'https://x/v' },
    });
  });

  it('counts as completed after ten polls anyway, each job on its own', async () => {
    const { api } = scriptedHeygen(
      ...Array.from({ length: 11 }, () => completed('j1')),
      completed('j2'),
      completed('j1'),
    );
    for (let poll = 1; poll <= 10; poll++) expect(await statusOf(api, 'j1')).toBe('running');
    expect(await firstValueFrom(api.status('j1'))).toEqual({ jobId: 'j1', status: 'completed', result: {} });
    expect(await statusOf(api, 'j2')).toBe('running');
    expect(await statusOf(api, 'j1')).toBe('running');
  });

  it('counts as completed if only the audio was translated and has a URL', async () => {
    const { api } = scriptedHeygen(
      completed('j1', { translate_audio_only: true, audio_url: 'https://x/a' }),
      completed('j2', { translate_audio_only: true }),
      completed('j3', { translate_audio_only: false, audio_url: 'https://x/a' }),
      completed('j4', { translate_audio_only: null, audio_url: 'https://x/a' }),
    );
    expect(await statusOf(api, 'j1')).toBe('completed');
    for (const id of ['j2', 'j3', 'j4']) expect(await statusOf(api, id)).toBe('running');
  });
});
