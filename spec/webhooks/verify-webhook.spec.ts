import { describe, expect, it } from '@jest/globals';
import { runInNewContext } from 'node:vm';
import { verifyWebhook, type RawBody, type VerifyOptions, type WebhookHeaders } from 'heygen-rx/webhooks';
import { webhookHeaders } from '../../mock-backend/index.js';

const secret = 'whsec_hunter2';
const at = 1_700_000_000_000;
const success = JSON.stringify({
  event_type: 'video_translate.success',
  event_data: { video_translate_id: 'j1' },
});

const signed = (body = success, over: Partial<Parameters<typeof webhookHeaders>[1]> = {}) =>
  webhookHeaders(body, { secret, eventId: 'e1', at, ...over });
const verify = (
  body: RawBody,
  headers: WebhookHeaders,
  options: VerifyOptions = {},
  secrets: string | string[] = secret,
) => verifyWebhook(body, headers, secrets, { now: () => at, ...options });

/** As in a sandbox, whose classes are not those of Node. */
const inAnotherRealm = (code: string, bytes: Uint8Array): RawBody =>
  runInNewContext(code, { bytes }) as RawBody;

describe('a genuine webhook', () => {
  it.each<[object, object]>([
    [
      {
        event_type: 'video_translate.success',
        event_data: {
          video_translate_id: 'j1',
          url: 'https://x/v',
          callback_id: 'c1',
          output_language: 'German',
          junk: 1,
        },
      },
      {
        type: 'video_translate.success',
        jobId: 'j1',
        url: 'https://x/v',
        callbackId: 'c1',
        outputLanguage: 'German',
      },
    ],
    [
      {
        event_type: 'video_translate.success',
        event_data: { video_translation_id: 'j1', callback_id: null },
      },
      { type: 'video_translate.success', jobId: 'j1' },
    ],
    [
      { event_type: 'video_translate.fail', event_data: { video_translate_id: 'j1', message: 'No speech' } },
      { type: 'video_translate.fail', jobId: 'j1', message: 'No speech' },
    ],
    [
      { event_type: 'batch.finished', event_data: { batch_id: 'b1' } },
      { type: 'batch.finished', batchId: 'b1' },
    ],
    [
      { event_type: 'avatar_video.success', event_data: {} },
      { type: 'other', eventType: 'avatar_video.success' },
    ],
    [{ event_type: '__proto__' }, { type: 'other', eventType: '__proto__' }],
    // The id may have any name.
    [
      { event_type: 'video_translate.success', event_data: { id: 'j1' } },
      { type: 'video_translate.success', jobId: 'j1' },
    ],
    [
      { event_type: 'video_translate.fail', event_data: { video_id: 'j1', message: 'No speech' } },
      { type: 'video_translate.fail', jobId: 'j1', message: 'No speech' },
    ],
    // Signed, but of an unknown type: never refused.
    [
      {
        event_type: 'video_translate.preflight.audio_failed',
        event_data: { video_translate_id: 'j1', callback_id: 'c1' },
      },
      { type: 'other', eventType: 'video_translate.preflight.audio_failed', jobId: 'j1', callbackId: 'c1' },
    ],
    [
      { event_type: 'video_translate.success', event_data: { callback_id: 'c1' } },
      { type: 'other', eventType: 'video_translate.success', callbackId: 'c1' },
    ],
    [
      { event_type: 'video_translate.success', event_data: { video_translate_id: '../x' } },
      { type: 'other', eventType: 'video_translate.success' },
    ],
    [
      { event_type: 'video_translate.fail', event_data: { ['__proto__']: { video_translate_id: 'j1' } } },
      { type: 'other', eventType: 'video_translate.fail' },
    ],
    [
      { event_type: 'batch.finished', event_data: {} },
      { type: 'other', eventType: 'batch.finished' },
    ],
    [{ event_type: 'video_translate.success' }, { type: 'other', eventType: 'video_translate.success' }],
  ])('%j says %j', async (json, event) => {
    const body = JSON.stringify(json);
    expect(await verify(body, signed(body))).toEqual({
      verdict: 'accepted',
      event: { eventId: 'e1', sentAt: at, ...event },
    });
  });

  const body = success.replace('j1', 'j1').replace('}}', ',"title":"Grüße 🎬"}}');

  it.each<[string, RawBody]>([
    ['text', body],
    ['bytes', new TextEncoder().encode(body)],
    ['a Buffer from a pool', Buffer.from(`x${body}`).subarray(1)],
    ['bytes of another realm', inAnotherRealm('Uint8Array.from(bytes)', Buffer.from(body))],
    ['a buffer of another realm', inAnotherRealm('Uint8Array.from(bytes).buffer', Buffer.from(body))],
    ['a buffer', new TextEncoder().encode(body).buffer],
  ])('may be %s', async (_, raw) => {
    expect(await verify(raw, signed(body))).toMatchObject({ verdict: 'accepted', event: { jobId: 'j1' } });
  });

  it('may begin with a byte order mark', async () => {
    const marked = `\ufeff${success}`;
    expect(await verify(marked, signed(marked))).toMatchObject({ verdict: 'accepted' });
  });

  it.each<[string, WebhookHeaders]>([
    ['Headers', new Headers(signed())],
    ['an object', signed()],
    [
      'names in another case',
      Object.fromEntries(Object.entries(signed()).map(([n, v]) => [n.toUpperCase(), v])),
    ],
    [
      'lists of one, as in AWS Lambda',
      Object.fromEntries(Object.entries(signed()).map(([n, v]) => [n, [v]])),
    ],
  ])('may have its headers in %s', async (_, headers) => {
    expect(await verify(success, headers)).toMatchObject({ verdict: 'accepted' });
  });

  it.each([0, 299_999, 300_000, -300_000])('may have been sent %i ms ago', async age => {
    expect(await verify(success, signed(), { now: () => at + age })).toMatchObject({ verdict: 'accepted' });
  });

  it('may be signed with the old or the new secret during rotation', async () => {
    for (const used of ['old', 'new']) {
      const headers = signed(success, { secret: used });
      expect(await verify(success, headers, {}, ['old', 'new'])).toMatchObject({ verdict: 'accepted' });
      expect(await verify(success, headers, {}, ['older', 'newer'])).toEqual({ verdict: 'forged' });
    }
  });

  it('is checked against the clock of the platform by default', async () => {
    expect(await verifyWebhook(success, signed(success, { at: Date.now() }), secret)).toMatchObject({
      verdict: 'accepted',
    });
    expect(await verifyWebhook(success, signed(), secret)).toEqual({ verdict: 'stale' });
  });
});

describe('a delivery in another form', () => {
  const { 'heygen-signature': signature = '', ...rest } = signed();

  it.each(['heygen-signature', 'x-heygen-signature', 'signature', 'X-HeyGen-Signature'])(
    'may have its signature in %s',
    async name => {
      expect(await verify(success, { ...rest, [name]: signature })).toMatchObject({ verdict: 'accepted' });
      expect(await verify(`${success} `, { ...rest, [name]: signature })).toEqual({ verdict: 'forged' });
    },
  );

  it('may lack a timestamp only if an option allows it', async () => {
    const headers = { 'heygen-signature': signature, 'heygen-event-id': 'e1' };
    expect(await verify(success, headers)).toEqual({ verdict: 'unsigned' });
    expect(await verify(success, headers, { requireEventId: false })).toEqual({ verdict: 'unsigned' });
    expect(await verify(success, headers, { requireTimestamp: false })).toEqual({
      verdict: 'accepted',
      event: { eventId: 'e1', type: 'video_translate.success', jobId: 'j1' },
    });
    // If there is one, it must still be valid.
    const old = { ...headers, 'heygen-timestamp': String(at / 1000 - 301) };
    expect(await verify(success, old, { requireTimestamp: false })).toEqual({ verdict: 'stale' });
  });

  it('may lack an event id only if an option allows it: the signature replaces it', async () => {
    const headers = { 'heygen-signature': signature, 'heygen-timestamp': String(at / 1000) };
    expect(await verify(success, headers)).toEqual({ verdict: 'unsigned' });
    expect(await verify(success, headers, { requireTimestamp: false })).toEqual({ verdict: 'unsigned' });
    expect(await verify(success, headers, { requireEventId: false })).toMatchObject({
      verdict: 'accepted',
      event: { eventId: signature, sentAt: at },
    });
  });
});

describe('a large body', () => {
  /** Counts how often it is copied. */
  class CountedBytes extends Uint8Array {
    copies = 0;
    override [Symbol.iterator]() {
      this.copies++;
      return super[Symbol.iterator]();
    }
  }

  it('is not copied for a signature of the wrong form', async () => {
    const body = new CountedBytes(1000);
    const headers = { ...signed(), 'heygen-signature': 'sha256=7' };
    expect(await verify(body, headers)).toEqual({ verdict: 'forged' });
    expect(body.copies).toBe(0);
  });

  it.each<[string, RawBody]>([
    ['text', ' '.repeat(1_048_577)],
    ['bytes', new CountedBytes(1_048_577)],
    ['a buffer', new ArrayBuffer(1_048_577)],
  ])('is not read beyond 1 MiB: %s', async (_, body) => {
    expect(await verify(body, signed())).toEqual({ verdict: 'unreadable' });
    if (body instanceof CountedBytes) expect(body.copies).toBe(0);
  });
});

describe('a webhook is refused for', () => {
  const without = (name: string) =>
    Object.fromEntries(Object.entries(signed()).filter(([key]) => key !== name));
  const signature = signed()['heygen-signature']!;

  it.each<[string, WebhookHeaders, string]>([
    ['no signature', without('heygen-signature'), 'unsigned'],
    ['no timestamp', without('heygen-timestamp'), 'unsigned'],
    ['no event id', without('heygen-event-id'), 'unsigned'],
    ['no headers', {}, 'unsigned'],
    ['nothing for headers', undefined as unknown as WebhookHeaders, 'unsigned'],
    ['null for headers', null as unknown as WebhookHeaders, 'unsigned'],
    ['an empty signature', { ...signed(), 'heygen-signature': ' ' }, 'unsigned'],
    ['two signatures', { ...signed(), 'heygen-signature': [signature, signature] }, 'unsigned'],
    ['an endless event id', { ...signed(), 'heygen-event-id': 'e'.repeat(256) }, 'unsigned'],
    ['another secret', signed(success, { secret: 'hunter2' }), 'forged'],
    ['a secret without its prefix', signed(success, { secret: secret.slice('whsec_'.length) }), 'forged'],
    ['the signature of another body', signed(`${success} `), 'forged'],
    ['a signature in capitals', { ...signed(), 'heygen-signature': signature.toUpperCase() }, 'forged'],
    ['half a signature', { ...signed(), 'heygen-signature': signature.slice(0, 32) }, 'forged'],
    ['a prefixed signature', { ...signed(), 'heygen-signature': `sha256=${signature}` }, 'forged'],
    ['a signature that is not hex', { ...signed(), 'heygen-signature': 'g'.repeat(64) }, 'forged'],
    ['a time in words', { ...signed(), 'heygen-timestamp': 'now' }, 'stale'],
    ['a time with a sign', { ...signed(), 'heygen-timestamp': `+${at / 1000}` }, 'stale'],
    ['a time in ms', { ...signed(), 'heygen-timestamp': String(at) }, 'stale'],
  ])('%s', async (_, headers, verdict) => {
    expect(await verify(success, headers)).toEqual({ verdict });
  });

  it.each([
    [300_001, 'stale'],
    [-300_001, 'stale'],
    [Number.NaN, 'stale'],
  ])('a time %i ms ago', async (age, verdict) => {
    expect(await verify(success, signed(), { now: () => at + age })).toEqual({ verdict });
  });

  it('a time outside the given tolerance', async () => {
    const options = { now: () => at + 1001, toleranceMs: 1000 };
    expect(await verify(success, signed(), options)).toEqual({ verdict: 'stale' });
  });

  it.each(['', 'null', '{', '[]', '{}', '{"event_type":7}'])('the signed body %j', async body => {
    expect(await verify(body, signed(body))).toEqual({ verdict: 'unreadable' });
  });
});

describe('input refused at once', () => {
  it.each<[unknown]>([[''], [[]], [['a', '']], [undefined], [[7]], [null]])(
    'includes the secret %j, which is not shown',
    async bad => {
      await expect(verifyWebhook(success, signed(), bad as string)).rejects.toThrow(
        'Cannot verify webhooks: `secret` must be a string or a list of strings, none of them empty (not shown: it is secret)',
      );
    },
  );

  it.each<[unknown]>([[{ event_type: 'x' }], [null], [undefined]])(
    'includes the parsed body %j',
    async body => {
      await expect(verify(body as string, signed())).rejects.toThrow(
        /^Cannot verify webhooks: the body must be raw, a string or bytes as received, got .+; did a parser read it first\?$/,
      );
    },
  );

  it('includes options out of bounds, or unknown', async () => {
    await expect(verify(success, signed(), { toleranceMs: -1 })).rejects.toThrow(
      /`toleranceMs` must be a number of at least 0/,
    );
    await expect(verify(success, signed(), { tolerance: 1 } as VerifyOptions)).rejects.toThrow(
      /unknown option `tolerance`/,
    );
  });
});
