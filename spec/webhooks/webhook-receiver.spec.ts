import { describe, expect, it } from '@jest/globals';
import { webhookReceiver, type WebhookEvent, type WebhookReceiverOptions } from 'heygen-rx/webhooks';
import { webhookHeaders } from '../../mock-backend/index.js';
import { everythingShown } from '../helpers/everything-shown.js';

const secret = 'whsec_hunter2';
const at = 1_700_000_000_000;
const body = (id: string) =>
  JSON.stringify({ event_type: 'video_translate.success', event_data: { video_translate_id: id } });

function receiving(options: Partial<WebhookReceiverOptions> = {}) {
  const receiver = webhookReceiver({ secret, now: () => at, ...options });
  const woken: string[] = [];
  const events: WebhookEvent[] = [];
  receiver.wake$.subscribe(jobId => woken.push(jobId));
  receiver.event$.subscribe(event => events.push(event));
  const receive = async (raw: string, over: Partial<Parameters<typeof webhookHeaders>[1]> = {}) =>
    await receiver.receive(raw, webhookHeaders(raw, { secret, eventId: 'e1', at, ...over }));
  return { receiver, receive, woken, events };
}

describe('a webhook receiver', () => {
  it('emits each event once, however often and however soon it is repeated', async () => {
    const { receive, woken, events } = receiving();
    const receipts = await Promise.all([
      receive(body('j1')),
      receive(body('j1')),
      receive(body('j2'), { eventId: 'e2' }),
    ]);
    expect(receipts.sort()).toEqual(['accepted', 'accepted', 'repeated']);
    expect(await receive(body('j1'))).toBe('repeated');
    expect(woken.sort()).toEqual(['j1', 'j2']);
    expect(events.map(({ eventId }) => eventId).sort()).toEqual(['e1', 'e2']);
  });

  it('emits wake-ups for jobs and batches only', async () => {
    const { receive, woken, events } = receiving();
    const batch = JSON.stringify({ event_type: 'batch.finished', event_data: { batch_id: 'b1' } });
    const other = JSON.stringify({ event_type: 'avatar_video.success', event_data: { video_id: 'v1' } });
    expect(await receive(batch)).toBe('accepted');
    expect(await receive(other, { eventId: 'e2' })).toBe('accepted');
    expect(woken).toEqual(['b1']);
    expect(events.map(({ type }) => type)).toEqual(['batch.finished', 'other']);
  });

  it('emits wake-ups for any event about a translation, such as a failed check of the video', async () => {
    const { receive, woken } = receiving();
    const preflight = JSON.stringify({
      event_type: 'video_translate.preflight.video_failed',
      event_data: { video_translation_id: 'j7' },
    });
    expect(await receive(preflight)).toBe('accepted');
    expect(woken).toEqual(['j7']);
  });

  it.each([undefined, '', ' '])(
    'recognises a repeat by its signature if the id of deliveries is %p',
    async eventId => {
      const { receiver, woken } = receiving({ requireEventId: false });
      for (const [id, receipt] of [
        ['j1', 'accepted'],
        ['j1', 'repeated'],
        ['j2', 'accepted'],
      ] as const) {
        const headers = webhookHeaders(body(id), { secret, eventId: 'e', at });
        expect(await receiver.receive(body(id), { ...headers, 'heygen-event-id': eventId })).toBe(receipt);
      }
      expect(woken).toEqual(['j1', 'j2']);
    },
  );

  it('neither emits nor remembers a refused delivery', async () => {
    const { receiver, receive, woken, events } = receiving();
    expect(await receiver.receive(body('j1'), {})).toBe('unsigned');
    expect(await receive(body('j1'), { secret: 'guessed' })).toBe('forged');
    expect(await receive(body('j1'), { at: at - 300_001 })).toBe('stale');
    expect(await receive('{}')).toBe('unreadable');
    expect([...woken, ...events]).toEqual([]);
    expect(await receive(body('j1'))).toBe('accepted');
    expect(woken).toEqual(['j1']);
  });

  it('remembers a bounded number of ids, the latest', async () => {
    const { receive } = receiving({ maxRemembered: 2 });
    for (const eventId of ['e1', 'e2', 'e3']) expect(await receive(body('j1'), { eventId })).toBe('accepted');
    for (const eventId of ['e2', 'e3']) expect(await receive(body('j1'), { eventId })).toBe('repeated');
    expect(await receive(body('j1'), { eventId: 'e1' })).toBe('accepted');
  });

  it('does not expose its secret', () => {
    expect(everythingShown(webhookReceiver({ secret }))).not.toContain('hunter2');
  });

  it.each([
    [{ secret: '' }, '`secret` must be a string or a list of strings'],
    [{ secret, maxRemembered: 0 }, '`maxRemembered` must be a whole number of at least 1, got 0'],
    [{ secret, toleranceMs: Number.NaN }, '`toleranceMs` must be a number of at least 0, got NaN'],
    [{ secret, toleranceMs: '5' }, '`toleranceMs` must be a number of at least 0, got "5"'],
    // It would count as false, and let old deliveries in.
    [{ secret, requireTimestamp: null }, '`requireTimestamp` must be true or false, got null'],
    [{ secret, requireEventId: 'no' }, '`requireEventId` must be true or false, got "no"'],
    [{ secret, now: 5 }, '`now` must be a function, got 5'],
    [
      { secret, tolerance: 5 },
      'unknown option `tolerance`, known are secret, maxRemembered, toleranceMs, now, requireTimestamp, requireEventId',
    ],
  ])('refuses %j', (options, bound) => {
    expect(() => webhookReceiver(options as WebhookReceiverOptions)).toThrow(bound);
  });
});
