import { expect } from '@jest/globals';
import { NEVER } from 'rxjs';
import type { TranslationClient } from 'heygen-rx';
import { marbles, scriptedTransport } from 'heygen-rx/testing';
import { smallClient } from '../helpers/small-client.js';

/** What a call rejects with if the first two creates fail and the others are never answered, and when, in ms. */
async function unanswered(call: (client: TranslationClient) => Promise<unknown>): Promise<unknown> {
  let outcome: Promise<unknown> | undefined;
  let endedAt = 0;
  marbles(({ flush, scheduler }) => {
    const scripted = scriptedTransport({ creates: 'NN', latencyMs: 5 });
    let sent = 0;
    const create: typeof scripted.create = (request, key) =>
      sent++ < 2 ? scripted.create(request, key) : NEVER;
    const { client } = smallClient(
      { ...scripted, create },
      { polling: { timeoutMs: 20 }, maxConcurrentRequests: 1 },
    );
    outcome = call(client).catch((thrown: unknown) => thrown);
    flush();
    endedAt = scheduler.now();
  });
  return { error: await outcome, endedAt };
}

describe('the deadline of the client', () => {
  it('ends createJob', async () => {
    await expect(unanswered(client => client.createJob())).resolves.toMatchObject({
      error: { name: 'UnknownOutcomeError', idempotencyKey: expect.any(String) },
      endedAt: 20,
    });
  });

  it('ends createBatchJobs, and the creates that have not begun with it', async () => {
    await expect(unanswered(client => client.createBatchJobs(2))).resolves.toMatchObject({
      error: { name: 'BatchError', errors: [{ name: 'UnknownOutcomeError' }, { name: 'TimeoutError' }] },
      endedAt: 20,
    });
  });
});
