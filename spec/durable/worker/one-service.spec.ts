import { expect } from '@jest/globals';
import { concatMap, timer } from 'rxjs';
import { heygenApi, jobApi, type ClientEvent, type Transport } from 'heygen-rx';
import { marbles, scriptedTransport } from 'heygen-rx/testing';
import { memoryEngine } from 'heygen-rx/durable';
import { smallWorker, type SmallWorker } from '../support/small-worker.js';

const at = (baseUrl: string | undefined) =>
  Object.assign(scriptedTransport({ latencyMs: 1, everyJob: 'c' }), { baseUrl });

/** Two workers of one account, the second of which starts later; then a create is added. Returns the events of the second. */
function secondOf(first: SmallWorker, second: SmallWorker): readonly ClientEvent[] {
  const events: ClientEvent[] = [];
  second.worker.event$.subscribe(event => events.push(event));
  marbles(({ flush }) => {
    first.worker.start();
    timer(10).subscribe(() => second.worker.start());
    timer(20)
      .pipe(
        concatMap(() =>
          first.engine.addCreates('main', [{ key: 'k', request: {}, digest: '', timeoutMs: 60_000 }]),
        ),
      )
      .subscribe();
    timer(600_000).subscribe(() => {
      void first.worker.stop({ graceMs: 0 });
      void second.worker.stop({ graceMs: 0 });
    });
    flush();
  });
  return events;
}

const createsOf = ({ transport }: SmallWorker): number =>
  transport.requests.filter(({ kind }) => kind === 'create').length;

describe('a worker of another service than that of the account', () => {
  it('sends nothing and says why, at growing intervals', () => {
    const engine = memoryEngine();
    const first = smallWorker(at('https://api.example.com'), { engine });
    const second = smallWorker(at('http://127.0.0.1:3000'), { engine });
    const events = secondOf(first, second);
    expect([createsOf(first), second.transport.requests]).toEqual([1, []]);
    expect(events[0]).toMatchObject({
      type: 'ERROR_OCCURRED',
      error: {
        name: 'RequestError',
        code: 'account_of_another_service',
        message:
          'Cannot use this account: it belongs to https://api.example.com, got http://127.0.0.1:3000; give each service its own account',
      },
    });
    expect(events.length).toBeLessThan(80);
  });

  it.each([
    ['has an account of its own', { account: 'mock' }, 'http://127.0.0.1:3000'],
    ['says that it is the same, through a gateway', { service: 'https://api.example.com' }, 'http://gateway'],
    ['names none', {}, undefined],
  ])('works if it %s', (_, options, baseUrl) => {
    const engine = memoryEngine();
    const first = smallWorker(at('https://api.example.com'), { engine });
    const second = smallWorker(at(baseUrl), { engine, ...options });
    expect(secondOf(first, second).filter(({ type }) => type === 'ERROR_OCCURRED')).toEqual([]);
  });
});

it.each<[string, Transport, string]>([
  ['HeyGen', heygenApi({ apiKey: 'key' }), 'https://api.heygen.com'],
  [
    'HeyGen at a gateway',
    heygenApi({ apiKey: 'key', baseUrl: new URL('https://G.example/h/') }),
    'https://g.example/h',
  ],
  ['a job API', jobApi({ baseUrl: 'http://127.0.0.1:3000/' }), 'http://127.0.0.1:3000'],
])('the service of %s is its URL', (_, transport, baseUrl) => {
  expect(transport.baseUrl).toBe(baseUrl);
});

it('refuses a name that not every engine can store', () => {
  expect(() => smallWorker({}, { service: 'a\0' })).toThrow(
    'Cannot create a worker: `service` must be a string',
  );
});
