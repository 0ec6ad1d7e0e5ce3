import { expect } from '@jest/globals';
import { map, Observable, of } from 'rxjs';
import { CircuitBreaker, TranslationClient, type WatchOptions } from 'heygen-rx';
import { marbles, scriptedTransport } from 'heygen-rx/testing';
import { smallClient } from '../helpers/small-client.js';

describe('options', () => {
  const transport = { create: () => of('a'), status: () => new Observable<never>() };
  const make = (options: object) => () => new TranslationClient({ transport, ...options });

  it.each([
    [{ polling: { multiplier: 0.5 } }, 'Cannot poll: `multiplier` must be at least 1, got 0.5'],
    [{ polling: { jitterFactor: 1.1 } }, 'Cannot poll: `jitterFactor` must be from 0 to 1, got 1.1'],
    [{ polling: { jitterFactor: -0.1 } }, 'Cannot poll: `jitterFactor` must be from 0 to 1, got -0.1'],
    [{ polling: { initialIntervalMs: -1 } }, 'Cannot poll: `initialIntervalMs` must be more than 0, got -1'],
    [
      { polling: { initialIntervalMs: NaN } },
      'Cannot poll: `initialIntervalMs` must be a finite number, got NaN',
    ],
    [
      { polling: { maxIntervalMs: Infinity } },
      'Cannot poll: `maxIntervalMs` must be a finite number, got Infinity',
    ],
    [
      { polling: { initialIntervalMs: 900, maxIntervalMs: 800 } },
      'Cannot poll: `maxIntervalMs` must be at least `initialIntervalMs` (900), got 800',
    ],
    [{ polling: { timeoutMs: Infinity } }, 'Cannot poll: `timeoutMs` must be a finite number, got Infinity'],
    [{ polling: { strategy: 5 } }, 'Cannot poll: `strategy` must be a function, got 5'],
    [{ polling: { intial: 5 } }, 'Cannot poll: unknown option `intial`, known are initialIntervalMs,'],
    [{ polling: 7 }, 'Cannot poll: the options must be an object, got 7'],
    [
      { retry: { maxAttempts: 0 } },
      'Cannot retry: `maxAttempts` must be a whole number of at least 1, got 0',
    ],
    [{ retry: { retries: 3 } }, 'Cannot retry: unknown option `retries`'],
    [
      { circuitBreaker: { failureThreshold: 0 } },
      '`failureThreshold` must be a whole number of at least 1, got 0',
    ],
    [{ requestTimeoutMs: 0 }, 'Cannot create a client: `requestTimeoutMs` must be more than 0, got 0'],
    [{ minIntervalMs: '10' }, 'Cannot create a client: `minIntervalMs` must be a finite number, got "10"'],
    [{ maxRequestsPerSecond: 0.5 }, '`maxRequestsPerSecond` must be a whole number of at least 1, got 0.5'],
    [
      { scheduler: {} },
      'Cannot create a client: `scheduler` must have `now()` and `schedule()`, got an object',
    ],
    [{ wake$: [] }, 'Cannot create a client: `wake$` must have `subscribe()`, got an empty array'],
    [{ transport: { status: () => of() } }, '`transport` must have `create()` and `status()`, got an object'],
    [{ circuitBreaker: null }, 'Cannot create a circuit breaker: the options must be an object, got null'],
    [
      { circuitBreaker: 'mine' },
      'Cannot create a circuit breaker: the options must be an object, got "mine"',
    ],
    [{ baseUrl: 'http://localhost' }, 'Cannot create a client: pass either `baseUrl` or `transport`'],
    [{ transport: undefined }, 'Cannot create a client: pass either `baseUrl` or `transport`'],
    [{ apiKey: 'hunter2' }, 'Cannot create a client: `apiKey` belongs to `transport`: heygenApi({ apiKey })'],
    [{ accessToken: 'hunter2' }, '`accessToken` belongs to `transport`: heygenApi({ accessToken })'],
    [{ apiKey: undefined, transport: undefined }, '`apiKey` belongs to `transport`'],
    [{ polingg: {} }, 'Cannot create a client: unknown option `polingg`, known are wake$, paused$, baseUrl,'],
  ])('refuse %j', (options, complaint) => {
    expect(make(options)).toThrow(complaint);
    expect(make(options)).not.toThrow('hunter2');
  });

  it.each([undefined, null, 'http://localhost'])('refuse %j for all of them', options => {
    expect(() => new TranslationClient(options as never)).toThrow(
      'Cannot create a client: the options must be an object, got',
    );
  });

  it.each([
    [{ baseUrl: 'ftp://example.com' }, 'http'],
    [{ baseUrl: 'example.com' }, 'Cannot'],
    [{ baseUrl: 'https://user:secret@example.com' }, 'must not contain a user name or password'],
    [{ baseUrl: 'http://example.com', headers: { 'x-api-key': 'secret' } }, 'https'],
  ])('refuse %j', (options, complaint) => {
    expect(() => new TranslationClient(options)).toThrow(complaint);
    expect(() => new TranslationClient(options)).not.toThrow('secret');
  });

  it('adjust the other interval bound if it is a default', () => {
    expect(make({ polling: { initialIntervalMs: 60_000 } })).not.toThrow();
    expect(make({ polling: { maxIntervalMs: 100 } })).not.toThrow();
  });

  it.each<[object, string]>([
    [{ timeoutMs: -1 }, 'Cannot watch: `timeoutMs` must be at least 0, got -1'],
    [{ emit: 'all' }, "Cannot watch: `emit` must be 'changes' or 'polls', got \"all\""],
    [{ timeout: 5 }, 'Cannot watch: unknown option `timeout`'],
  ])('of a watch are refused before anything is sent: %j', (options, complaint) => {
    const { client, transport: scripted } = smallClient({ jobs: { a: 'c' } });
    expect(() => client.watch('a', options as WatchOptions)).toThrow(complaint);
    expect(scripted.requests).toHaveLength(0);
  });

  it.each<[string, (client: TranslationClient) => unknown, string]>([
    ['polling', client => client.withPolling(null!), 'Cannot poll: the options must be an object, got null'],
    [
      'retries',
      client => client.withRetry(undefined!),
      'Cannot retry: the options must be an object, got undef',
    ],
    [
      'a breaker',
      client => client.withCircuitBreaker(null!),
      'Cannot create a circuit breaker: the options must be',
    ],
  ])('of a client with other %s must be an object', (_title, derive, complaint) => {
    expect(() => derive(smallClient({}).client)).toThrow(complaint);
  });

  it.each<[unknown, string]>([
    [null, 'the options must be an object, got null'],
    [{ signal: null }, '`signal` must have `addEventListener()` and `removeEventListener()`, got null'],
    [{ signal: 'now' }, '`signal` must have `addEventListener()` and `removeEventListener()`, got "now"'],
    // A controller instead of its signal.
    [{ signal: new AbortController() }, '`signal` must have `addEventListener()` and'],
    // Its listener could not be removed when the call has ended.
    [
      { signal: { aborted: false, addEventListener: () => undefined } },
      '`removeEventListener()`, got an object',
    ],
    [{ abortSignal: AbortSignal.abort() }, 'unknown option `abortSignal`'],
  ])('of an awaited call are refused before anything is sent: %j', async (options, complaint) => {
    const { client, transport } = smallClient({ jobs: { a: 'c' } });
    const given = options as object;
    for (const call of [
      client.createJob({}, given),
      client.createBatchJobs(2, given),
      client.getStatus('a', given),
      client.waitForCompletion('a', given),
      client.waitForBatchCompletion(['a'], given),
    ]) {
      await expect(call).rejects.toThrow(complaint);
    }
    expect(transport.requests).toHaveLength(0);
  });

  it('accept a signal without a reason, such as one of React Native', async () => {
    const { client } = smallClient({ jobs: { a: 'p' } });
    const signal = Object.assign(new EventTarget(), { aborted: false }) as unknown as AbortSignal;
    const status = client.waitForCompletion('a', { signal });
    signal.dispatchEvent(new Event('abort'));
    await expect(status).rejects.toThrow('The call was aborted');
  });

  it('are copied: changing them later does not change the client', () => {
    marbles(({ expectObservable, flush }) => {
      const polling = { initialIntervalMs: 20, maxIntervalMs: 20, jitterFactor: 0 };
      const retry = { maxAttempts: 1 };
      const scripted = scriptedTransport({ jobs: { a: 'p 4ms c', b: 'N' } });
      const client = new TranslationClient({ transport: scripted, polling, retry });
      polling.initialIntervalMs = NaN;
      retry.maxAttempts = 4;
      const letter = map(({ status }: { readonly status: string }) => status.charAt(0));
      expectObservable(client.watch('a').pipe(letter)).toBe('p 19ms (c|)');
      const other = client.withPolling({ timeoutMs: 500 });
      other.getStatus('b').catch(() => undefined);
      flush();
      expect(scripted.requests.filter(({ jobIds }) => jobIds.includes('b'))).toHaveLength(1);
    });
  });

  it('accept a breaker shared by several clients', () => {
    const circuitBreaker = new CircuitBreaker();
    const [one, other] = [smallClient({}, { circuitBreaker }), smallClient({}, { circuitBreaker })];
    expect(one.client.circuitBreaker).toBe(circuitBreaker);
    expect(other.client.circuitBreaker).toBe(circuitBreaker);
  });
});
