import { describe, expect, it } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import { bulkFailureOf } from '../../../lib/policy/bulk/bulk-failure.js';
import { errorOf, outcomeOf } from '../../helpers/outcome.js';
import { TRANSLATIONS, scriptedHeygen } from './support/scripted-heygen.js';

describe('a bulk poll', () => {
  const row = (video_id: string, status: string, error: unknown = null) => ({
    video_id,
    status,
    error,
    batch_id: null,
    item_index: null,
  });

  it('sends one request for all; a missing result or reason makes a report partial', async () => {
    const { api, sent } = scriptedHeygen({
      data: [
        row('j2', 'processing'),
        row('j1', 'queued'),
        row('j3', 'completed'),
        row('j4', 'failed', { code: 'too_loud', message: 'It is too loud' }),
        row('j5', 'not_found'),
        row('j6', 'rendering'),
        row('j7', 'failed'),
        row('j9', 'completed'),
        row('j1', 'failed'),
        null,
        { status: 'completed' },
      ],
      has_more: false,
      next_token: null,
    });
    expect(await outcomeOf(api.statuses(['j1', 'j2', 'j3', 'j4', 'j5', 'j6', 'j7']))).toEqual([
      [
        { jobId: 'j2', status: 'running' },
        // Named twice, with different words: only a single poll can tell.
        { jobId: 'j1', status: 'pending', partial: true },
        { jobId: 'j3', status: 'completed', partial: true },
        { jobId: 'j4', status: 'error', failure: { code: 'too_loud', message: 'It is too loud' } },
        { jobId: 'j5', status: 'not_found' },
        { jobId: 'j6', status: 'rendering' },
        { jobId: 'j7', status: 'error', partial: true },
      ],
    ]);
    expect(sent.map(({ path }) => path)).toEqual([
      `${TRANSLATIONS}/statuses?video_translation_ids=j1,j2,j3,j4,j5,j6,j7`,
    ]);
  });

  it.each(['video_translation_id', 'video_translate_id', 'id'])('finds the id in `%s`', async name => {
    const { api } = scriptedHeygen({ data: [{ [name]: 'j1', status: 'processing', video_id: null }] });
    expect(await firstValueFrom(api.statuses(['j1', 'j2']))).toEqual([{ jobId: 'j1', status: 'running' }]);
  });

  it('takes an id in another case for the same id, unless there are two', async () => {
    const upper = scriptedHeygen({ data: [row('AB', 'processing')] }).api;
    expect(await firstValueFrom(upper.statuses(['ab']))).toEqual([{ jobId: 'ab', status: 'running' }]);
    const both = scriptedHeygen({ data: [row('ab', 'queued'), row('AB', 'processing')] }).api;
    expect(await firstValueFrom(both.statuses(['AB', 'ab']))).toEqual([
      { jobId: 'ab', status: 'pending' },
      { jobId: 'AB', status: 'running' },
    ]);
  });

  it.each(['', ' ', {}, { message: '' }])('ignores an empty reason: %j', async error => {
    const { api } = scriptedHeygen({ data: [row('j1', 'failed', error)] });
    expect(await firstValueFrom(api.statuses(['j1']))).toEqual([
      { jobId: 'j1', status: 'error', partial: true },
    ]);
  });

  it('then requests no more than fits on a page', async () => {
    const ids = Array.from({ length: 100 }, (_, i) => `j${i}`);
    const rows = (count: number) => ids.slice(0, count).map(id => row(id, 'processing'));
    const { api, sent } = scriptedHeygen(
      { data: rows(100) },
      { data: rows(60), has_more: true, next_token: 't' },
    );
    expect(await firstValueFrom(api.statuses(ids))).toHaveLength(100);
    expect(api.bulkLimit).toBe(100);
    expect(await firstValueFrom(api.statuses(ids))).toHaveLength(60);
    expect(api.bulkLimit).toBe(60);
    expect(sent).toHaveLength(2);
  });

  it.each([
    [{ data: [] }],
    [{ data: [], has_more: true, next_token: 't' }],
    [{ data: [row('j9', 'processing')] }],
    [{ data: {} }],
    [{ data: null }],
    [{}],
  ])('refuses the response %j', async answer => {
    expect(await errorOf(scriptedHeygen(answer).api.statuses(['j1', 'j2']))).toMatchObject({
      name: 'ProtocolError',
    });
  });

  it.each([404, 405, 501])('is unsupported after a %i in JSON', async status => {
    const refusal = Response.json({ error: { code: 'not_found' } }, { status });
    expect(bulkFailureOf(await errorOf(scriptedHeygen(refusal).api.statuses(['j1', 'j2'])))).toBe(
      'no bulk call',
    );
  });

  it.each<[Response, string]>([
    [new Response('', { status: 404 }), 'RequestError'],
    [new Response('<html>', { status: 405 }), 'RequestError'],
    [Response.json({ error: { code: 'invalid_parameter' } }, { status: 400 }), 'RequestError'],
    [Response.json({ error: { code: 'forbidden' } }, { status: 403 }), 'AuthenticationError'],
  ])('is still supported after %j', async (refusal, name) => {
    const error = await errorOf(scriptedHeygen(refusal).api.statuses(['j1', 'j2']));
    expect(bulkFailureOf(error)).not.toBe('no bulk call');
    expect(error.name).toBe(name);
  });
});
