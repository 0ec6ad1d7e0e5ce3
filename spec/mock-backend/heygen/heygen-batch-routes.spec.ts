import { describe, expect, it } from '@jest/globals';
import { heygenAt, request, videoAt } from './support/heygen-account.js';

describe('GET statuses', () => {
  it('has its own status words, and reports unknown ids as not_found', async () => {
    const clock = { at: 0 };
    const { call, create } = heygenAt(clock, { queueMs: 100 });
    const [bad] = await create({ video: videoAt('mock=failed&mock_ms=500') });
    const [good] = await create();
    const poll = async () =>
      (await call('GET', `/video-translations/statuses?video_translation_ids=${good},nobody,${bad}`)).body;
    const row = (video_id: string | undefined, status: string, error: unknown = null) => ({
      status,
      video_id,
      batch_id: null,
      item_index: null,
      error,
    });
    expect(await poll()).toEqual({
      data: [row(good, 'queued'), row('nobody', 'not_found'), row(bad, 'queued')],
      has_more: false,
      next_token: null,
    });
    clock.at = 100;
    expect((await poll()).data[0]).toEqual(row(good, 'processing'));
    clock.at = 1100;
    const error = { code: 'translation_failed', message: 'The translation failed.' };
    expect((await poll()).data).toEqual([
      row(good, 'completed'),
      row('nobody', 'not_found'),
      row(bad, 'failed', error),
    ]);
  });

  it.each([
    ['', 400],
    ['video_translation_ids=', 400],
    [`video_translation_ids=${Array(100).fill('a').join()}`, 200],
    [`video_translation_ids=${Array(101).fill('a').join()}`, 400],
    [`video_translation_ids=${Array(100).fill('a').join()}&batch_ids=b`, 400],
    ['batch_ids=b', 200],
  ])('with %.60s gets %i', async (query, status) => {
    expect((await heygenAt({ at: 0 }).call('GET', `/video-translations/statuses?${query}`)).status).toBe(
      status,
    );
  });
});

describe('batches', () => {
  it('queue beyond the limit, and one bad source does not fail the others', async () => {
    const clock = { at: 0 };
    const { backend, call } = heygenAt(clock, { heygen: { concurrency: 2 } });
    const { status, body } = await call('POST', '/video-translations/batches', {
      title: 'Course',
      video_translations: [
        request({ output_languages: ['German', 'French', 'Greek'] }),
        request({ video: videoAt('mock=refused') }),
      ],
    });
    expect([status, backend.jobs.created]).toEqual([202, 3]);
    const poll = async () =>
      (await call('GET', `/video-translations/batches/${body.data.batch_id}`)).body.data;

    const first = await poll();
    expect(first).toMatchObject({
      batch_id: body.data.batch_id,
      status: 'processing',
      title: 'Course',
      total_items: 4,
      counts_by_status: { queued: 1, processing: 2, completed: 0, failed: 1 },
      created_at: 0,
      has_more: false,
      next_token: null,
    });
    expect(first.items).toEqual([
      { item_index: 0, status: 'processing', video_id: expect.stringMatching(/-de$/), error: null },
      { item_index: 1, status: 'processing', video_id: expect.stringMatching(/-fr$/), error: null },
      { item_index: 2, status: 'queued', video_id: null, error: null },
      {
        item_index: 3,
        status: 'failed',
        video_id: null,
        error: expect.objectContaining({ code: 'download_failed' }),
      },
    ]);

    clock.at = 1000;
    expect((await poll()).counts_by_status).toEqual({ queued: 0, processing: 1, completed: 2, failed: 1 });
    clock.at = 2000;
    expect((await poll()).status).toBe('completed');
    const { data } = (await call('GET', `/video-translations/statuses?batch_ids=${body.data.batch_id}`)).body;
    expect(data.map(row => [row.item_index, row.status])).toEqual([
      [0, 'completed'],
      [1, 'completed'],
      [2, 'completed'],
      [3, 'failed'],
    ]);
  });

  it('are paged', async () => {
    const { call } = heygenAt({ at: 0 });
    const languages = ['German', 'French', 'Greek', 'Dutch', 'Danish'];
    const { body } = await call('POST', '/video-translations/batches', {
      video_translations: [request({ output_languages: languages })],
    });
    const path = `/video-translations/batches/${body.data.batch_id}?limit=3`;
    const one = (await call('GET', path)).body.data;
    const two = (await call('GET', `${path}&token=${one.next_token}`)).body.data;
    expect([...one.items, ...two.items].map(item => item.item_index)).toEqual([0, 1, 2, 3, 4]);
    expect([one.has_more, two.has_more, two.next_token]).toEqual([true, false, null]);
  });

  it('come with all their items unless a `limit` asks for fewer', async () => {
    const { call } = heygenAt({ at: 0 });
    const { body } = await call('POST', '/video-translations/batches', {
      video_translations: Array(100).fill(request()),
    });
    const { data } = (await call('GET', `/video-translations/batches/${body.data.batch_id}`)).body;
    expect([data.items.length, data.has_more]).toEqual([100, false]);
  });

  it('have at most 100 items, counted per language', async () => {
    const { call } = heygenAt({ at: 0 });
    const two = request({ output_languages: ['German', 'French'] });
    const full = await call('POST', '/video-translations/batches', {
      video_translations: Array(50).fill(two),
    });
    expect(full.status).toBe(202);
    const beyond = await call('POST', '/video-translations/batches', {
      video_translations: Array(51).fill(two),
    });
    expect([beyond.status, beyond.body.error.param]).toEqual([400, 'video_translations']);
  });

  it('are created once per key', async () => {
    const { backend, call } = heygenAt({ at: 0 });
    const send = () =>
      call(
        'POST',
        '/video-translations/batches',
        { video_translations: [request()] },
        { 'idempotency-key': 'k' },
      );
    expect((await send()).body).toEqual((await send()).body);
    expect(backend.jobs.created).toBe(1);
  });

  it('that do not exist are not found', async () => {
    const { call } = heygenAt({ at: 0 });
    expect((await call('GET', '/video-translations/batches/nobody')).status).toBe(404);
    expect((await call('GET', '/video-translations/statuses?batch_ids=nobody')).body.data).toEqual([
      { status: 'not_found', video_id: null, batch_id: 'nobody', item_index: null, error: null },
    ]);
  });
});
