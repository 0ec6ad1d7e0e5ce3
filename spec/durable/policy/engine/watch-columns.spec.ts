import fc from 'fast-check';
import type { StoredWatch } from '../../../../lib/durable/engine/watches.js';
import {
  fromColumns,
  toColumns,
  type WatchColumns,
} from '../../../../lib/durable/policy/engine/watch-columns.js';
import { NO_ATTEMPTS } from '../../../../lib/policy/retry/retry.js';
import { decisions, report } from '../../../policy/watch/support.js';
import { NetworkError } from '../../../../lib/model/errors.js';

const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map(value => value + 0);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
/** As it arrives: -0, for one, does not. */
const json = fc
  .dictionary(fc.string(), fc.jsonValue())
  .map(value => JSON.parse(JSON.stringify(value)) as Record<string, unknown>);
const attempts = fc.record({ failed: fc.nat(), counted: fc.nat(), protocolErrors: fc.nat() });

const stored: fc.Arbitrary<StoredWatch> = fc.record({
  state: fc.record({
    jobId: fc.string({ minLength: 1 }),
    status: fc.constantFrom('pending', 'running', 'completed', 'error'),
    statusText: optional(fc.string()),
    polls: fc.nat(),
    isSeen: fc.boolean(),
    at: number,
    createdAt: number,
    isAgeKnown: fc.boolean(),
    openAt: optional(number),
    tookMs: optional(number),
    progress: optional(number),
    videoSeconds: optional(number),
    result: optional(json),
    failure: optional(fc.record({ message: fc.string(), code: fc.string() })),
    step: fc.nat(),
    attempts: fc.oneof(fc.constant(NO_ATTEMPTS), attempts),
    doubt: optional(fc.string()),
    hasReportedInvalid: fc.boolean(),
    deadlineAt: number,
    notFoundUntil: optional(number),
    nextPollAt: number,
    notBeforeAt: number,
    isWoken: fc.boolean(),
    isPaused: fc.boolean(),
    returnUntil: optional(number),
  }),
  together: optional(fc.integer({ min: 1, max: 100 })),
  bulkLimit: optional(
    fc.record({
      most: fc.constantFrom(1, 50, Infinity),
      until: number,
      endsWithAnswer: fc.boolean(),
    }),
  ),
});

/** As a database keeps it. */
const kept = (columns: WatchColumns): WatchColumns => JSON.parse(JSON.stringify(columns)) as WatchColumns;

describe('the columns of a watch', () => {
  it('keep all of it, exactly', () => {
    fc.assert(
      fc.property(stored, watch => {
        const columns = toColumns(watch);
        expect(kept(columns)).toEqual(columns);
        const again = fromColumns(watch.state.jobId, kept(columns));
        expect(again).toEqual(watch);
        expect(Object.keys(again.state)).toEqual(Object.keys(watch.state));
      }),
      { numRuns: 500 },
    );
  });

  it('of a watch without failures are all numbers', () => {
    const all = decisions([
      [1, report('pending')],
      [6, report('running', { progress: 0.5, videoSeconds: 60, ageMs: 3 })],
    ]);
    for (const { state } of all) {
      const { rare, ...columns } = toColumns({ state });
      expect(rare).toBeNull();
      expect(Object.values(columns).filter(value => value !== null && typeof value !== 'number')).toEqual([]);
    }
  });

  it('of a failing watch have only its attempts in JSON', () => {
    const [, last] = decisions([[1, { type: 'failure', error: new NetworkError('reset') }]]);
    expect(toColumns(last!).rare).toEqual({ attempts: { failed: 1, counted: 1, protocolErrors: 0 } });
  });
});
