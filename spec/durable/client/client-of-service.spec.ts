import { expect } from '@jest/globals';
import { map, timer } from 'rxjs';
import type { ClientEvent, JobSnapshot } from 'heygen-rx';
import { durableClient, memoryEngine } from 'heygen-rx/durable';
import { marbles, scriptedTransport } from 'heygen-rx/testing';
import { smallWorker, type SmallWorker } from '../support/small-worker.js';

const HEYGEN = 'https://api.heygen.com';
const MOCK = 'http://127.0.0.1:3000';
const CODE = 'account_of_another_service';
const refused = (details: object): unknown =>
  expect.objectContaining({
    name: 'RequestError',
    code: CODE,
    message: `Cannot use this account: it belongs to ${HEYGEN}, got ${MOCK}; give each service its own account`,
    ...details,
  });
const letter = map(({ status }: JobSnapshot) => status.charAt(0));

/** A worker that runs from one virtual ms to another. */
function workerOf(baseUrl: string, engine = memoryEngine(), from = 0, to = 200_000): SmallWorker {
  const transport = scriptedTransport({ latencyMs: 1, everyJob: 'c' });
  const small = smallWorker(Object.assign(transport, { baseUrl }), { engine });
  timer(from).subscribe(() => small.worker.start());
  timer(to).subscribe(() => void small.worker.stop({ graceMs: 0 }));
  return small;
}

describe('a durable client that names its service', () => {
  it('is refused where the account belongs to another, and nothing is ever sent', () => {
    marbles(({ expectObservable, flush }) => {
      const { engine, transport } = workerOf(HEYGEN);
      const client = durableClient({ engine, service: MOCK });
      const translation$ = client.translate({}, { idempotencyKey: 'k' });
      expectObservable(translation$, '10ms ^').toBe('10ms #', undefined, refused({ idempotencyKey: 'k' }));
      for (const each of [client, client.withPolling({ timeoutMs: 1000 })]) {
        expectObservable(each.watch('a'), '10ms ^').toBe('10ms #', undefined, refused({ jobId: 'a' }));
      }
      flush();
      expect(transport.requests).toEqual([]);
    });
  });

  it('takes an account that belongs to none: workers of another are refused', () => {
    marbles(({ expectObservable, flush }) => {
      const engine = memoryEngine();
      const mock = workerOf(MOCK, engine, 10);
      const heygen = workerOf(HEYGEN, engine, 100);
      const events: ClientEvent[] = [];
      mock.worker.event$.subscribe(event => events.push(event));
      const client = durableClient({ engine, service: HEYGEN });
      expectObservable(client.watch('a').pipe(letter)).toBe('101ms (c|)');
      flush();
      expect([mock.transport.requests, heygen.transport.polls('a').length]).toEqual([[], 1]);
      expect(events[0]).toMatchObject({ type: 'ERROR_OCCURRED', error: { code: CODE } });
    });
  });

  it.each([
    ['is that of the account', HEYGEN],
    ['is not named', undefined],
  ])('works if it %s', (_, service) => {
    marbles(({ expectObservable }) => {
      const { engine } = workerOf(HEYGEN);
      expectObservable(durableClient({ engine, service }).watch('a').pipe(letter)).toBe('1ms (c|)');
    });
  });
});

it('refuses the name of a service that not every engine can store', () => {
  expect(() => durableClient({ engine: memoryEngine(), service: 'a\0' })).toThrow(
    'Cannot create a client: `service` must be a string',
  );
});
