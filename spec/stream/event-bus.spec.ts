import { expect, jest } from '@jest/globals';
import { Subject } from 'rxjs';
import { CircuitBreaker, EventType, type ClientEvent } from 'heygen-rx';
import { clientEvent, marbles } from 'heygen-rx/testing';
import { EventBus } from '../../lib/stream/event-bus.js';
import { everythingShown } from '../helpers/everything-shown.js';
import { smallClient } from '../helpers/small-client.js';

const tick = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

describe('EventBus', () => {
  it('calls a handler for its type only, once per event, however often it was added', () => {
    const bus = new EventBus(() => 0);
    const created = jest.fn();
    const other = jest.fn();
    bus.on('JOB_CREATED', created);
    bus.on('JOB_CREATED', created);
    bus.on('TIMEOUT', other);
    bus.emit(clientEvent('JOB_CREATED'));
    expect(created).toHaveBeenCalledTimes(1);
    expect(other).not.toHaveBeenCalled();
    bus.off('JOB_CREATED', created);
    bus.emit(clientEvent('JOB_CREATED'));
    expect(created).toHaveBeenCalledTimes(1);
  });

  it('calls the other handlers when one throws or rejects, and emits the error', async () => {
    const bus = new EventBus(() => 7);
    const reported: ClientEvent[] = [];
    bus.on('ERROR_OCCURRED', event => reported.push(event));
    bus.on('JOB_CREATED', () => {
      throw new Error('mine');
    });
    bus.on('JOB_CREATED', () => Promise.reject(new Error('later')));
    const other = jest.fn();
    bus.on('JOB_CREATED', other);
    bus.emit(clientEvent('JOB_CREATED'));
    await tick();
    expect(other).toHaveBeenCalledTimes(1);
    expect(reported).toMatchObject([
      { at: 7, error: { message: 'A handler of JOB_CREATED threw: Error: mine' } },
      { at: 7, error: { message: 'A handler of JOB_CREATED threw: Error: later' } },
    ]);
  });

  it('reveals nothing else of what a handler throws: it may hold a request, key included', async () => {
    const bus = new EventBus(() => 7);
    const reported: ClientEvent[] = [];
    bus.on('ERROR_OCCURRED', event => reported.push(event));
    const withKey = Object.assign(new Error('403'), {
      config: { headers: { authorization: 'secret-token' } },
    });
    bus.on('JOB_CREATED', () => Promise.reject(withKey));
    bus.emit(clientEvent('JOB_CREATED'));
    await tick();
    expect(reported).toMatchObject([{ error: { cause: { message: '403' } } }]);
    expect(everythingShown(reported[0])).not.toContain('secret-token');
  });

  it('does not loop when an error handler throws', async () => {
    const bus = new EventBus(() => 7);
    const consoleError = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const handler = jest.fn(() => {
      throw new Error('mine');
    });
    bus.on('ERROR_OCCURRED', handler);
    bus.emit(clientEvent('ERROR_OCCURRED'));
    await tick();
    expect(handler).toHaveBeenCalledTimes(1);
    expect(consoleError).toHaveBeenCalledTimes(1);
    consoleError.mockRestore();
  });

  it('forwards events of an included source, to existing subscribers too', () => {
    const bus = new EventBus(() => 0);
    const sourceSubject = new Subject<ClientEvent>();
    const seen: ClientEvent[] = [];
    bus.event$.subscribe(event => seen.push(event));
    bus.include(sourceSubject, 'a breaker');
    sourceSubject.next(clientEvent('CIRCUIT_BREAKER_OPENED'));
    expect(seen).toHaveLength(1);
  });
});

describe('a client', () => {
  /** The events of one run, as `type job` with what matters. */
  const reported = (run: (log: string[]) => void): string[] => {
    const log: string[] = [];
    run(log);
    return log;
  };
  const line = (event: ClientEvent): string => {
    const job = 'jobId' in event ? ` ${event.jobId}` : '';
    switch (event.type) {
      case 'STATUS_CHANGED':
        return `${event.at} ${event.type}${job} ${event.previousState ?? '-'} > ${event.currentState}`;
      case 'RETRY_ATTEMPTED':
        return `${event.at} ${event.type}${job} ${event.attempt} +${event.delayMs} ${event.error.name}`;
      case 'ERROR_OCCURRED':
      case 'TIMEOUT':
        return `${event.at} ${event.type}${job} ${event.error.name}`;
      case 'CIRCUIT_BREAKER_OPENED':
        return `${event.at} ${event.type} ${event.previousState} > ${event.currentState} +${event.delayMs ?? '-'}`;
      case 'BATCH_OPERATION':
        return `${event.at} ${event.type} ${event.phase} ${event.batch.done}/${event.batch.total}`;
      default:
        return `${event.at} ${event.type}${job}`;
    }
  };

  it('emits all ten types of events, in order', () => {
    const log = reported(lines =>
      marbles(({ flush }) => {
        const script = {
          jobs: { made: 'e', a: 'p--NN----c', slow: 'p', gone: 'x' },
          everyJob: 'e',
          creates: '.',
        };
        const { client } = smallClient(script, {
          circuitBreaker: { failureThreshold: 1, resetTimeoutMs: 5, spreadMs: 0 },
          polling: { timeoutMs: 40 },
        });
        client.event$.subscribe(event => lines.push(line(event)));
        client.watchBatch(['a', 'gone']).subscribe();
        client.watch('slow').subscribe({ error: () => undefined });
        client.translate().subscribe();
        flush();
      }),
    );
    const types = new Set(log.map(text => text.split(' ')[1]));
    expect([...types].sort()).toEqual(Object.keys(EventType).sort());
    expect(log).toMatchInlineSnapshot(`
     [
       "0 BATCH_OPERATION started 0/2",
       "1 JOB_CREATED made",
       "1 STATUS_CHANGED a - > pending",
       "1 ERROR_OCCURRED gone JobNotFoundError",
       "1 STATUS_CHANGED slow - > pending",
       "6 STATUS_CHANGED made - > error",
       "6 JOB_FAILED made",
       "6 CIRCUIT_BREAKER_OPENED closed > open +5",
       "6 RETRY_ATTEMPTED a 1 +2 NetworkError",
       "12 CIRCUIT_BREAKER_CLOSED",
       "12 STATUS_CHANGED a pending > completed",
       "12 JOB_COMPLETED a",
       "12 BATCH_OPERATION ended 2/2",
       "41 TIMEOUT slow TimeoutError",
     ]
    `);
  });

  it('calls every handler of a type, and on() can be chained', () => {
    marbles(({ flush }) => {
      const { client } = smallClient({ jobs: { 'job-1': 'p-c' } });
      const first = jest.fn();
      const second = jest.fn();
      client
        .on(EventType.JOB_COMPLETED, first)
        .on(EventType.JOB_COMPLETED, second)
        .off(EventType.JOB_FAILED, first);
      client.watch('job-1').subscribe();
      flush();
      for (const handler of [first, second]) {
        expect(handler.mock.calls).toEqual([
          [expect.objectContaining({ type: 'JOB_COMPLETED', jobId: 'job-1' })],
        ]);
      }
    });
  });

  it('emits the events of a breaker once, however many clients derived from it use that', () => {
    marbles(() => {
      const shared = new CircuitBreaker();
      const { client } = smallClient({}, { circuitBreaker: shared });
      for (const derived of [client, client.withRetry({})]) derived.withCircuitBreaker(shared);
      client.withCircuitBreaker({}).withCircuitBreaker(shared);
      const types: EventType[] = [];
      client.event$.subscribe(({ type }) => types.push(type));
      shared.isolate();
      expect(types).toEqual(['CIRCUIT_BREAKER_OPENED']);
      client.close();
      shared.release();
      expect(types).toHaveLength(1);
    });
  });

  it('shares events, breaker and limits with the clients derived from it', () => {
    marbles(({ flush }) => {
      const { client } = smallClient({ jobs: { 'job-1': 'c' } });
      const handler = jest.fn();
      client.on(EventType.JOB_COMPLETED, handler);
      const other = client.withPolling({ initialIntervalMs: 1 }).withRetry({ maxAttempts: 2 });
      expect(other.circuitBreaker).toBe(client.circuitBreaker);
      other.watch('job-1').subscribe();
      const replaced = client.withCircuitBreaker({ failureThreshold: 2 });
      expect(replaced.circuitBreaker).not.toBe(client.circuitBreaker);
      replaced.watch('job-1').subscribe();
      flush();
      expect(handler).toHaveBeenCalledTimes(2);
    });
  });
});
