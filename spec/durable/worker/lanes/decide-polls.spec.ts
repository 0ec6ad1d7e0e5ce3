import { expect } from '@jest/globals';
import { NetworkError, ServerError, type PollingContext, type StatusReport } from 'heygen-rx';
import { memoryEngine } from 'heygen-rx/durable';
import { scriptedTransport } from 'heygen-rx/testing';
import { RetryTokens } from '../../../../lib/policy/retry/retry-tokens.js';
import { decidePolls } from '../../../../lib/durable/worker/lanes/decide-polls.js';
import { resolveWorker, type DurableWorkerOptions } from '../../../../lib/durable/worker/worker-options.js';
import { WorkerRules } from '../../../../lib/durable/worker/worker-rules.js';
import { newWatch, SMALL_WORKER, typesOf } from '../../support/small-worker.js';

const NOW = 10;
const watches = (...jobIds: readonly string[]) => jobIds.map(jobId => newWatch(jobId, { deadlineAt: 1e6 }));
const failure = { type: 'failure', error: new NetworkError('reset') } as const;
const reports = (status: StatusReport['status'], ...jobIds: readonly string[]) => ({
  type: 'reports' as const,
  byId: new Map(jobIds.map(jobId => [jobId, { jobId, status }])),
});

function depsOf(options: Partial<DurableWorkerOptions> = {}) {
  const worker = resolveWorker({
    ...SMALL_WORKER,
    engine: memoryEngine(),
    transport: scriptedTransport(),
    ...options,
  });
  return { rules: new WorkerRules(worker), retryTokens: new RetryTokens(), random: () => 0.5 };
}

/** How many retries are left of the budget, and a tenth for each report. */
function tokensLeft(tokens: RetryTokens): number {
  let left = 0;
  for (; tokens.hasToken; left++) tokens.spend();
  return left;
}

describe('the polls of one request', () => {
  it('spend the retry budget of their worker, one retry each', () => {
    const deps = depsOf();
    const settled = decidePolls(watches('a', 'b', 'c'), failure, NOW, deps);
    expect(typesOf(settled.flatMap(({ events }) => events))).toBe(
      'RETRY_ATTEMPTED RETRY_ATTEMPTED RETRY_ATTEMPTED',
    );
    expect(tokensLeft(deps.retryTokens)).toBe(97);
  });

  it('are not tried again once it is used up', () => {
    const deps = depsOf();
    for (let spent = 0; spent < 98; spent++) deps.retryTokens.spend();
    const settled = decidePolls(watches('a', 'b', 'c'), failure, NOW, deps);
    expect(settled.map(({ events }) => events.some(({ type }) => type === 'RETRY_ATTEMPTED'))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('earn a retry with eleven reports, and none with failures', () => {
    const jobIds = Array.from({ length: 11 }, (_, index) => `job-${index}`);
    for (const [outcome, left] of [
      [reports('running', ...jobIds), 1],
      [{ type: 'aborted' } as const, 0],
      [failure, 0],
    ] as const) {
      const deps = depsOf();
      tokensLeft(deps.retryTokens);
      decidePolls(watches(...jobIds), outcome, NOW, deps);
      expect(tokensLeft(deps.retryTokens)).toBe(left);
    }
  });

  it('earn nothing if they fail', () => {
    const deps = depsOf();
    tokensLeft(deps.retryTokens);
    decidePolls(watches('a', 'b', 'c', 'd', 'e', 'f'), failure, NOW, deps);
    decidePolls(watches('a', 'b', 'c', 'd', 'e'), reports('running', 'a', 'b', 'c', 'd', 'e'), NOW, deps);
    expect(tokensLeft(deps.retryTokens)).toBe(0);
  });

  it('spend nothing if they succeed', () => {
    const deps = depsOf();
    decidePolls(watches('a'), reports('completed', 'a'), NOW, deps);
    expect(tokensLeft(deps.retryTokens)).toBe(100);
  });

  it('teach a schedule that learns, and no other', () => {
    const strategy = Object.assign(() => 5, { record: () => undefined });
    for (const [options, isObserved] of [
      [{}, false],
      [{ polling: { strategy } }, true],
    ] as const) {
      const watch = newWatch('a', { isSeen: true, isAgeKnown: true, openAt: 2 });
      const [settled] = decidePolls([watch], reports('completed', 'a'), NOW, depsOf(options));
      expect(settled!.settlement.observed !== undefined).toBe(isObserved);
    }
  });

  it('show a schedule that learns what else is open', () => {
    const alsoOpen: unknown[] = [];
    const strategy = Object.assign(
      (context: PollingContext) => {
        alsoOpen.push(context.alsoOpen);
        return 5;
      },
      { record: () => undefined },
    );
    const [a, b] = ['a', 'b'].map(key => ({ ...newWatch(key, { deadlineAt: 1e6 }), terms: { key } }));
    decidePolls([a!, b!], reports('running', 'a', 'b'), NOW, depsOf({ polling: { strategy } }));
    expect(alsoOpen).toEqual([
      [expect.objectContaining({ key: 'b' })],
      [expect.objectContaining({ key: 'a' })],
    ]);
  });

  it('are sent in smaller requests if an outage goes on, and the first one alone', () => {
    const bulkLimit = { most: Infinity, until: 1e6, endsWithAnswer: true };
    const polled = watches('a', 'b', 'c', 'd').map(watch => ({ ...watch, bulkLimit }));
    const outage = { type: 'failure', error: new ServerError('down', { status: 500 }) } as const;
    const settled = decidePolls(polled, outage, NOW, depsOf());
    expect(settled.map(({ settlement }) => settlement.together)).toEqual([1, 2, 2, 2]);
  });

  it('are failures where the engine refuses what they say', () => {
    const [settled] = decidePolls(watches('a'), reports('completed', 'a'), NOW, depsOf());
    expect(settled!.settlement.end).toEqual({ error: undefined });
    const instead = settled!.ifRefused!(new NetworkError('too large'));
    expect(instead.settlement.end).toBeUndefined();
    expect(typesOf(instead.events)).toBe('RETRY_ATTEMPTED');
  });
});
