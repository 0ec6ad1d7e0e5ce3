import { describe, expect, it } from '@jest/globals';
import { firstValueFrom, take } from 'rxjs';
import type { TranslationRequest } from '../../../lib/model/request.js';
import { TranslationClient } from '../../../lib/client.js';
import { errorOf, outcomeOf } from '../../helpers/outcome.js';
import { TRANSLATIONS, scriptedHeygen } from './support/scripted-heygen.js';

const translation = (id: string) => ({ id, status: 'running', title: null });

describe('the list', () => {
  const pages = [
    { data: [translation('j1'), translation('j2')], has_more: true, next_token: 'a/b' },
    { data: [translation('j3'), null, { id: '..' }], has_more: true, next_token: 'c' },
    { data: [translation('j4')], has_more: false, next_token: null },
  ];

  it('emits translations one by one, over all pages', async () => {
    const { service, sent } = scriptedHeygen(...pages);
    const all = (await outcomeOf(service.list(2))) as { jobId: string }[];
    expect(all.map(({ jobId }) => jobId)).toEqual(['j1', 'j2', 'j3', 'j4']);
    expect(sent.map(({ path }) => path)).toEqual([
      `${TRANSLATIONS}?limit=2`,
      `${TRANSLATIONS}?limit=2&token=a%2Fb`,
      `${TRANSLATIONS}?limit=2&token=c`,
    ]);
  });

  it('keeps URLs that contain the token of a page', async () => {
    const { service } = scriptedHeygen(
      { data: [], has_more: true, next_token: 'job-1000' },
      { data: [{ ...translation('job-1001'), video_url: 'https://files.example.com/job-1000/v.mp4' }] },
    );
    expect(await outcomeOf(service.list())).toMatchObject([
      { videoUrl: 'https://files.example.com/job-1000/v.mp4' },
    ]);
  });

  it.each([
    [1, 1],
    [2, 1],
    [3, 2],
  ])('of which %i are read requests %i pages', async (count, requests) => {
    const { service, sent } = scriptedHeygen(...pages);
    expect(await outcomeOf(service.list(2).pipe(take(count)))).toHaveLength(count);
    await new Promise(resolve => setTimeout(resolve, 5));
    expect(sent).toHaveLength(requests);
  });

  it.each([
    [[{ data: [], has_more: true }]],
    [[{ data: [], has_more: true, next_token: null }]],
    // Tokens that lead back to a page.
    [Array(3).fill({ data: [], has_more: true, next_token: 't' }) as object[]],
    [['a', 'b', 'a', 'b'].map(next_token => ({ data: [], has_more: true, next_token }))],
  ])('refuses the responses %j', async answers => {
    expect(await errorOf(scriptedHeygen(...answers).service.list())).toMatchObject({ name: 'ProtocolError' });
  });

  it.each([0, 101, 1.5, Number.NaN])('refuses a page of %p', pageSize => {
    expect(() => scriptedHeygen().service.list(pageSize)).toThrow(
      `Cannot list: \`pageSize\` must be a whole number from 1 to 100, got ${pageSize}`,
    );
  });
});

describe('one translation', () => {
  const data = {
    id: 'j1',
    status: 'success',
    title: 't',
    input_language: 'English',
    output_language: 'German',
    duration: 9.5,
    translate_audio_only: false,
    created_at: 1_700_000_000,
    callback_id: 'c1',
    video_url: 'https://x/v',
    audio_url: null,
    failure_message: null,
    whatever: 1,
  };
  const expected = {
    jobId: 'j1',
    status: 'completed',
    title: 't',
    inputLanguage: 'English',
    outputLanguage: 'German',
    videoSeconds: 9.5,
    translateAudioOnly: false,
    createdAt: 1_700_000_000_000,
    callbackId: 'c1',
    videoUrl: 'https://x/v',
  };

  it('is read in full', async () => {
    const { service, sent } = scriptedHeygen({ data });
    expect(await outcomeOf(service.get('j1'))).toEqual([expected]);
    expect(sent).toMatchObject([{ method: 'GET', path: `${TRANSLATIONS}/j1` }]);
  });

  it('is renamed', async () => {
    const { service, sent } = scriptedHeygen({ data });
    expect(await outcomeOf(service.rename('j1', 't'))).toEqual([expected]);
    expect(sent).toMatchObject([{ method: 'PATCH', path: `${TRANSLATIONS}/j1`, body: { title: 't' } }]);
  });

  it.each(['', undefined])('has no language %j', name => {
    const { service, sent } = scriptedHeygen({ data });
    expect(() => service.language(name!)).toThrow(
      'Cannot find a language: `name` must be a non-empty string',
    );
    expect(sent).toEqual([]);
  });

  it.each(['', ' ', undefined])('is not renamed to %j', title => {
    const { service, sent } = scriptedHeygen({ data });
    expect(() => service.rename('j1', title!)).toThrow('`title` must be a non-empty string');
    expect(sent).toEqual([]);
  });

  it.each([{ data: { id: 'j1' } }, new Response(null, { status: 204 })])('is deleted: %j', async answer => {
    const { service, sent } = scriptedHeygen(answer);
    expect(await outcomeOf(service.delete('j1'))).toEqual(['j1']);
    expect(sent).toMatchObject([{ method: 'DELETE', path: `${TRANSLATIONS}/j1` }]);
  });

  it('is not confused with another, nor reported deleted when it was not', async () => {
    expect(await errorOf(scriptedHeygen({ data }).service.get('j2'))).toMatchObject({
      name: 'ProtocolError',
      jobId: 'j2',
    });
    const refused = { error: { code: 'not_found' } };
    expect(await errorOf(scriptedHeygen(refused).service.delete('j1'))).toMatchObject({
      name: 'JobNotFoundError',
    });
    for (const id of ['', '..', 'a/b']) {
      expect(() => scriptedHeygen().service.delete(id)).toThrow(/^Cannot delete a job: job id must/);
    }
  });
});

describe('languages', () => {
  it('are names', async () => {
    const { service, sent } = scriptedHeygen({ data: { languages: ['German', 7, 'Spanish (Spain)'] } });
    expect(await outcomeOf(service.languages())).toEqual([['German', 'Spanish (Spain)']]);
    expect(sent).toMatchObject([{ path: `${TRANSLATIONS}/languages` }]);
    expect(await errorOf(scriptedHeygen({ data: {} }).service.languages())).toMatchObject({
      name: 'ProtocolError',
    });
  });
});

describe('a batch', () => {
  const item = (item_index: number, status: string, video_id: string | null, error: unknown = null) => ({
    item_index,
    status,
    video_id,
    error,
  });
  const batch = (status: string, counts_by_status: object, items: readonly object[], more = {}) => ({
    data: {
      batch_id: 'b1',
      status,
      title: null,
      total_items: 4,
      counts_by_status,
      created_at: 1,
      items,
      ...more,
    },
  });

  it('is created with one request and one key, however often it is subscribed', async () => {
    const { service, sent } = scriptedHeygen(new Response('', { status: 503 }), { data: { batch_id: 'b1' } });
    const create$ = service.createBatch([{ video: 'https://x/v', outputLanguages: ['German', 'French'] }], {
      title: 't',
      callbackUrl: 'https://x/hook',
    });
    const { idempotencyKey } = await errorOf(create$);
    expect(await outcomeOf(create$)).toEqual(['b1']);
    expect(sent[0]).toEqual({
      method: 'POST',
      path: `${TRANSLATIONS}/batches`,
      key: idempotencyKey,
      body: {
        video_translations: [
          { video: { type: 'url', url: 'https://x/v' }, output_languages: ['German', 'French'] },
        ],
        title: 't',
        callback_url: 'https://x/hook',
      },
    });
    expect(sent[1]).toEqual(sent[0]);
  });

  it('is read over all its pages', async () => {
    const { service, sent } = scriptedHeygen(
      batch(
        'processing',
        { queued: 1, processing: 1, completed: 1, failed: 1 },
        [
          item(0, 'completed', 'j0'),
          item(1, 'failed', null, { code: 'download_failed', message: 'No such video' }),
        ],
        { has_more: true, next_token: 'n' },
      ),
      batch('processing', {}, [item(2, 'processing', 'j2'), item(3, 'queued', null)]),
    );
    expect(await outcomeOf(service.batch('b1'))).toEqual([
      {
        batchId: 'b1',
        status: 'running',
        total: 4,
        counts: { pending: 1, running: 1, completed: 1, error: 1 },
        createdAt: 1000,
        items: [
          { index: 0, status: 'completed', jobId: 'j0' },
          { index: 1, status: 'error', failure: { code: 'download_failed', message: 'No such video' } },
          { index: 2, status: 'running', jobId: 'j2' },
          { index: 3, status: 'pending' },
        ],
      },
    ]);
    expect(sent.map(({ path }) => path)).toEqual([
      `${TRANSLATIONS}/batches/b1?limit=100`,
      `${TRANSLATIONS}/batches/b1?limit=100&token=n`,
    ]);
  });

  it('can be watched as a job', async () => {
    const failure = { code: 'download_failed', message: 'No such video' };
    const { batches } = scriptedHeygen(
      batch('processing', { processing: 3, completed: 1 }, []),
      batch('completed', { completed: 3, failed: 1 }, [item(0, 'completed', 'j0')]),
      batch('failed', { failed: 4 }, [item(0, 'failed', null, failure)]),
      batch('resting', {}, []),
      new Response('', { status: 404 }),
    );
    expect(await firstValueFrom(batches.status('b1'))).toEqual({
      jobId: 'b1',
      status: 'running',
      progress: 0.25,
    });
    expect(await firstValueFrom(batches.status('b1'))).toEqual({
      jobId: 'b1',
      status: 'completed',
      result: { items: [{ index: 0, status: 'completed', jobId: 'j0' }] },
    });
    expect(await firstValueFrom(batches.status('b1'))).toEqual({
      jobId: 'b1',
      status: 'error',
      failure: { message: 'all items failed, the first with: No such video' },
    });
    expect(await firstValueFrom(batches.status('b1'))).toEqual({ jobId: 'b1', status: 'resting' });
    expect(await errorOf(batches.status('b1'))).toMatchObject({ name: 'JobNotFoundError', jobId: 'b1' });
  });

  it('is created as a job with the key of that job', async () => {
    const { batches, sent } = scriptedHeygen({ data: { batch_id: 'b1' } });
    const request = { video: { assetId: 'a1' }, outputLanguage: 'German' };
    expect(await outcomeOf(batches.create(request, 'k'))).toEqual(['b1']);
    expect(sent).toMatchObject([{ path: `${TRANSLATIONS}/batches`, key: 'k' }]);
  });

  it.each([
    [{ data: {} }],
    [{ data: { batch_id: 'b2', status: 'completed' } }],
    [{ data: { batch_id: 'b1' } }],
    [{ data: [] }],
  ])('refuses the response %j', async answer => {
    expect(await errorOf(scriptedHeygen(answer).service.batch('b1'))).toMatchObject({
      name: 'ProtocolError',
    });
  });
});

describe('a batch is refused before anything is sent', () => {
  const one: TranslationRequest = { video: 'https://x/v', outputLanguage: 'German' };
  const two: TranslationRequest = { video: 'https://x/v', outputLanguages: ['German', 'French'] };
  it.each<[unknown, unknown, string]>([
    ['x', {}, 'Cannot create a batch: `requests` must be an array, got "x"'],
    [undefined, {}, 'Cannot create a batch: `requests` must be an array, got undefined'],
    [[one, {}], {}, 'Cannot create a job: `video` is missing (`requests[1]`)'],
    [[], {}, 'Cannot create a batch: it takes 1 to 100 translations, got 0'],
    [Array(51).fill(two), {}, 'Cannot create a batch: it takes 1 to 100 translations, got 102'],
    [[one], null, 'Cannot create a batch: the options must be an object, got null'],
    [[one], { title: 5 }, 'Cannot create a batch: `title` must be a string, got 5'],
    [
      [one],
      { idempotencykey: 'k' },
      'Cannot create a batch: unknown option `idempotencykey`, known are title,',
    ],
  ])('%j, %j', (requests, options, complaint) => {
    const { service, sent } = scriptedHeygen();
    expect(() => service.createBatch(requests as never, options as never)).toThrow(complaint);
    expect(sent).toEqual([]);
  });
});

describe('the account', () => {
  const person = { username: 'u', email: 'u@x', first_name: null, last_name: 'L' };
  const named = { username: 'u', email: 'u@x', lastName: 'L' };

  it.each<[what: string, data: object, billing: object | undefined]>([
    [
      'prepaid',
      { billing_type: 'wallet', wallet: { currency: 'usd', remaining_balance: 12.5 }, subscription: null },
      { type: 'wallet', currency: 'usd', remainingBalance: 12.5 },
    ],
    [
      'with a subscription',
      {
        billing_type: 'subscription',
        subscription: {
          plan: 'pro',
          credits: { premium_credits: { remaining: 3, resets_at: '2026-12-01' }, add_on_credits: null },
        },
      },
      { type: 'subscription', plan: 'pro', premiumCredits: { remaining: 3, resetsAt: '2026-12-01' } },
    ],
    [
      'billed afterwards',
      {
        billing_type: 'usage_based',
        usage_based: {
          included_credits: 10,
          remaining_credits: 4,
          spending_current_usd: 1,
          spending_cap_usd: null,
        },
      },
      { type: 'usage_based', includedCredits: 10, remainingCredits: 4, spentUsd: 1 },
    ],
    ['billed in an unknown way', { billing_type: 'barter' }, undefined],
    ['without a word on it', {}, undefined],
  ])('is read: %s', async (_, data, billing) => {
    const { service, sent } = scriptedHeygen({ data: { ...person, ...data } });
    expect(await outcomeOf(service.account())).toEqual([{ ...named, ...(billing && { billing }) }]);
    expect(sent[0]).toMatchObject({ method: 'GET', path: '/v3/users/me' });
  });

  it('is refused without `data`', async () => {
    expect(await errorOf(scriptedHeygen({}).service.account())).toMatchObject({ name: 'ProtocolError' });
  });
});

it('a batch as a job is checked before anything is sent', () => {
  const { batches, sent } = scriptedHeygen();
  const client = new TranslationClient({ transport: batches });
  const video = 'https://x/v.mp4';
  expect(() => client.watch('b/1')).toThrow('Cannot watch a job: job id must be 1 to 255 characters');
  expect(() => batches.check?.({ video })).toThrow(TypeError);
  expect(() => batches.check?.({ video, outputLanguages: ['German', 'French'] })).toThrow(
    'Cannot create a batch: as a job it takes one language, got 2; `service.createBatch` takes several',
  );
  expect(() => batches.check?.({ video, outputLanguage: 'German' })).not.toThrow();
  expect(sent).toEqual([]);
});
