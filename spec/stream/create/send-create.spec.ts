import { expect } from '@jest/globals';
import { map, NEVER, timer } from 'rxjs';
import { RequestError, TranslationClient, type BatchError, type Transport } from 'heygen-rx';
import { marbles } from 'heygen-rx/testing';
import { endless } from '../../helpers/endless.js';
import { SMALL } from '../../helpers/small-client.js';

const REQUEST = { outputLanguages: ['a', 'b', 'c', 'd'] };

/** A service that takes one language at a time and answers after 1 ms; two requests a second are allowed. */
function creatingOneByOne(refused?: string) {
  const sent: (readonly [at: number, key: string])[] = [];
  const errors: BatchError[] = [];
  const transport = (now: () => number): Transport => ({
    split: ({ outputLanguages }, key) =>
      outputLanguages!.map(outputLanguage => ({
        request: { outputLanguage },
        key: `${key}:${outputLanguage}`,
      })),
    create: ({ outputLanguage }, key) => {
      sent.push([now(), key.slice(-1)]);
      return timer(1).pipe(
        map(() => {
          if (outputLanguage === refused) throw new RequestError('no such language', { status: 400 });
          return `job-${outputLanguage!}`;
        }),
      );
    },
    status: () => NEVER,
  });
  const run = (act: (client: TranslationClient) => void): void =>
    marbles(({ scheduler, flush }) => {
      const client = new TranslationClient({
        ...SMALL,
        transport: transport(() => scheduler.now()),
        maxRequestsPerSecond: 2,
      });
      client
        .translateBatch([REQUEST], { timeoutMs: 5000 })
        .subscribe({ error: (error: unknown) => errors.push(error as BatchError) });
      act(client);
      flush();
    });
  return { sent, errors, run };
}

describe('a create that takes a request for each of its jobs', () => {
  it('sends each within the limits of the client, one after another', () => {
    const { sent, run } = creatingOneByOne();
    run(client => void timer(1500).subscribe(() => client.close()));
    expect(sent).toEqual([
      [0, 'a'],
      [1, 'b'],
      [1000, 'c'],
      [1001, 'd'],
    ]);
  });

  it('is of unknown outcome if it is abandoned between two of them, and the error names the jobs', () => {
    const { sent, errors, run } = creatingOneByOne();
    run(client => void timer(500).subscribe(() => client.close()));
    expect(sent).toHaveLength(2);
    expect(errors).toMatchObject([
      { created: ['job-a', 'job-b'], errors: [{ name: 'UnknownOutcomeError', created: ['job-a', 'job-b'] }] },
    ]);
  });

  it('ends with the first that is refused', () => {
    const { sent, errors, run } = creatingOneByOne('b');
    run(client => void timer(5000).subscribe(() => client.close()));
    expect(sent).toHaveLength(2);
    expect(errors).toMatchObject([
      { created: ['job-a'], errors: [{ name: 'RequestError', created: ['job-a'], requestIndex: 0 }] },
    ]);
  });
});

it('a transport that returns ids without end creates too many jobs, and does not freeze the client', () => {
  let error: unknown;
  marbles(({ flush }) => {
    const transport: Transport = { create: () => endless('job-1').value$, status: () => NEVER };
    const client = new TranslationClient({ ...SMALL, transport, retry: { maxAttempts: 1 } });
    client.translate().subscribe({ error: (thrown: unknown) => (error = thrown) });
    flush();
  });
  expect(error).toMatchObject({ created: { length: 1000 }, idempotencyKey: expect.any(String) });
});
