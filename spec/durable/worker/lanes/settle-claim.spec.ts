import { expect } from '@jest/globals';
import { asyncScheduler, defer, throwError, timer, type Observable } from 'rxjs';
import { memoryEngine, type ClaimTerms, type DurableEngine } from 'heygen-rx/durable';
import { marbles } from 'heygen-rx/testing';
import { newWatch, smallWorker, withMethods } from '../../support/small-worker.js';

const MINUTE = 60_000;
const limits = { requestTimeoutMs: 10_000, createTimeoutMs: 20_000 };
const newCreate = { key: 'k', request: {}, digest: '', timeoutMs: 60 * MINUTE };

/** An engine that stores nothing until then. */
function storingFrom(ms: number, attempts: number[] = []): DurableEngine {
  const engine = memoryEngine();
  const whenUp = <T>(call$: () => Observable<T>): Observable<T> =>
    defer(() => {
      attempts.push(asyncScheduler.now());
      return asyncScheduler.now() < ms ? throwError(() => new Error('down')) : call$();
    });
  return withMethods(
    {
      settleWatches: (...args) => whenUp(() => engine.settleWatches(...args)),
      settleCreate: (...args) => whenUp(() => engine.settleCreate(...args)),
    },
    engine,
  );
}

/** What a worker has sent within a minute, and its events, with a job that it creates and one that is watched. */
function workWith(engineOf: () => DurableEngine) {
  let requests: readonly string[] = [];
  const types: string[] = [];
  marbles(({ flush }) => {
    const engine = engineOf();
    const { worker, transport } = smallWorker({ jobs: { made: 'c', a: 'c' } }, { engine, limits });
    worker.event$.subscribe(({ type }) => types.push(type));
    engine.addWatches('main', [newWatch('a', { deadlineAt: 60 * MINUTE })]).subscribe();
    engine.addCreates('main', [newCreate]).subscribe(() => worker.start());
    timer(MINUTE).subscribe(() => void worker.stop({ graceMs: 0 }));
    flush();
    requests = transport.requests.map(({ kind, jobIds }) => `${kind} ${jobIds.join()}`);
  });
  return { requests, types };
}

describe('what a request has returned', () => {
  it('is stored once the engine is back: no create and no poll is sent a second time', () => {
    const { requests, types } = workWith(() => storingFrom(9000));
    expect(requests).toEqual(['status a', 'create made', 'status made']);
    expect(types.filter(type => type === 'JOB_CREATED')).toHaveLength(1);
    expect(types.filter(type => type === 'JOB_COMPLETED')).toHaveLength(2);
  });

  it('is given up when its lease has ended', () => {
    const attempts: number[] = [];
    workWith(() => storingFrom(Infinity, attempts));
    // The request for creates may take 20 s, and to settle it another 15 s.
    expect(attempts.length).toBeGreaterThan(6);
    expect(Math.max(...attempts)).toBeLessThan(MINUTE);
  });
});

it('what a request has returned is stored even if the circuit cannot be', () => {
  marbles(({ flush }) => {
    const engine = withMethods({ swapCircuit: () => throwError(() => new Error('down')) });
    const { worker, transport } = smallWorker({ everyJob: 'c', creates: 'N' }, { engine, limits });
    engine.addCreates('main', [newCreate]).subscribe(() => worker.start());
    timer(MINUTE).subscribe(() => void worker.stop({ graceMs: 0 }));
    flush();
    // At once, not when the lease has ended.
    expect(transport.requests.filter(({ kind, at }) => kind === 'create' && at < 1000)).toHaveLength(2);
  });
});

it('what is claimed is held for longer than its request may take', () => {
  const terms: Record<string, ClaimTerms> = {};
  workWith(() => {
    const engine = memoryEngine();
    const claimWatches: DurableEngine['claimWatches'] = (account, limit, given) => {
      terms.poll = given;
      return engine.claimWatches(account, limit, given);
    };
    const claimCreate: DurableEngine['claimCreate'] = (account, given) => {
      terms.create = given;
      return engine.claimCreate(account, given);
    };
    return withMethods({ claimWatches, claimCreate }, engine);
  });
  expect(terms).toMatchObject({
    poll: { leaseMs: 25_000, probeMs: 25_000 },
    create: { leaseMs: 35_000, probeMs: 35_000 },
  });
});
