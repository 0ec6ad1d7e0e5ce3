import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { firstValueFrom, type Observable, type Subscription } from 'rxjs';
import type { Claim, ClaimTerms, SilenceReport } from '../../lib/durable/engine/claims.js';
import type { ClaimedCreate, CreateSettlement, NewCreate } from '../../lib/durable/engine/creates.js';
import type { DurableEngine } from '../../lib/durable/engine/engine.js';
import type { Hint } from '../../lib/durable/engine/hint.js';
import type { ClaimedWatch, NewWatch, Settlement, WatchChange } from '../../lib/durable/engine/watches.js';
import type { JobId } from '../../lib/model/job.js';
import { initialCircuit, type CircuitState } from '../../lib/policy/circuit/circuit.js';
import { NO_ATTEMPTS } from '../../lib/policy/retry/retry.js';
import { initialState, type WatchState } from '../../lib/policy/watch/state.js';
import { RULES } from '../policy/watch/support.js';

/** An engine to be tested. */
export interface TestedEngine {
  readonly engine: DurableEngine;
  /** Lets the engine's clock go on by so many ms. Steps are minutes and hours, so an engine on a real clock moves that by an offset. */
  advance(ms: number): Promise<void>;
  stop(): Promise<void>;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The rate plays no part, not even within one tick of the clock, and nothing lapses by itself on a slow machine. */
const TERMS: ClaimTerms = { perSecond: 1e12, leaseMs: 10 * MINUTE, probeMs: 5 * MINUTE };

type Sent<T> = Extract<Claim<T>, { type: 'send' }>;
type Held<T> = Exclude<Claim<T>, { type: 'wait' }>;

/**
 * What every engine has to do. Each test has an account of its own, so one database serves them all.
 *
 * @param start Called once.
 * @param isLatin1 It stores the characters of Latin-1 only.
 */
export function describeEngine(
  name: string,
  start: () => Promise<TestedEngine>,
  { isLatin1 = false }: { readonly isLatin1?: boolean } = {},
): void {
  describe(`the engine ${name}`, () => {
    let tested: TestedEngine;
    let engine: DurableEngine;
    let account: string;
    let accounts = 0;

    beforeAll(async () => {
      tested = await start();
      ({ engine } = tested);
    });
    afterAll(() => tested.stop());
    beforeEach(() => {
      account = `account ${++accounts}`;
    });

    const add = (...watches: NewWatch[]): Promise<unknown> => run(engine.addWatches(account, watches));
    const claim = (limit = 100, terms: Partial<ClaimTerms> = {}): Promise<Claim<readonly ClaimedWatch[]>> =>
      run(engine.claimWatches(account, limit, { ...TERMS, ...terms }));
    const settle = (
      lease: string,
      settlements: readonly Settlement[],
      silence?: SilenceReport,
    ): Promise<readonly JobId[]> => run(engine.settleWatches(account, lease, settlements, silence));
    const read = async (jobId: JobId, version = 0): Promise<WatchChange | undefined> =>
      (await run(engine.readWatches(account, [{ jobId, version }]))).changed[0];
    const addCreate = async (create: Partial<NewCreate> = {}) =>
      (await run(engine.addCreates(account, [newCreate(create)])))[0]!;
    const claimCreate = (terms: Partial<ClaimTerms> = {}): Promise<Claim<ClaimedCreate>> =>
      run(engine.claimCreate(account, { ...TERMS, ...terms }));
    const settleCreate = (
      lease: string,
      settlement: CreateSettlement,
      silence?: SilenceReport,
      key = 'key-1',
    ): Promise<boolean> => run(engine.settleCreate(account, key, lease, settlement, silence));
    const advance = (ms: number): Promise<void> => tested.advance(ms);

    describe('claims watches', () => {
      it('says that nothing is due where there is nothing', async () => {
        const answer = await claim();
        expect(answer).toMatchObject({ type: 'wait', reason: 'idle' });
        expect((answer as { waitMs?: number }).waitMs ?? undefined).toBeUndefined();
      });

      it('gives a new watch to the first claim only', async () => {
        await add(newWatch('a'));
        const { taken, now } = sent(await claim());
        expect(idsOf(taken)).toEqual(['a']);
        expect(taken[0]!.state.nextPollAt).toBeLessThanOrEqual(now);
        const again = waiting(await claim());
        expect(again.reason).toBe('idle');
        expect(again.waitMs).toBeGreaterThan(9 * MINUTE);
        expect(again.waitMs).toBeLessThanOrEqual(10 * MINUTE);
      });

      it('adds the engine’s time to the state of a new watch', async () => {
        await add(newWatch('a', { deadlineAt: 2 * HOUR, notFoundUntil: MINUTE, openAt: -5, createdAt: -5 }));
        const { taken, now } = sent(await claim());
        const { state } = taken[0]!;
        expect(state.at).toBeGreaterThan(now - MINUTE);
        expect(state.at).toBeLessThanOrEqual(now);
        const since = state.at;
        expect(state).toEqual({
          ...newWatch('a').state,
          at: since,
          createdAt: since - 5,
          openAt: since - 5,
          nextPollAt: since,
          notBeforeAt: since,
          notFoundUntil: since + MINUTE,
          deadlineAt: since + 2 * HOUR,
        });
      });

      it('keeps the terms of a watch', async () => {
        const terms = { polling: { timeoutMs: HOUR }, key: 'speed', emit: 'polls' } as const;
        await add({ ...newWatch('a'), terms }, newWatch('b'));
        const { taken } = sent(await claim());
        expect(taken.find(({ state }) => state.jobId === 'a')!.terms).toEqual(terms);
        expect(taken.find(({ state }) => state.jobId === 'b')!.terms ?? undefined).toBeUndefined();
      });

      it('takes at most as many as asked for, those due first', async () => {
        await add(newWatch('later', dueIn(2)), newWatch('first', dueIn(0)), newWatch('second', dueIn(1)));
        await advance(MINUTE);
        expect(idsOf(sent(await claim(2)).taken)).toEqual(['first', 'second']);
        expect(idsOf(sent(await claim(2)).taken)).toEqual(['later']);
      });

      it('takes those due next along, but none before its time may come', async () => {
        await add(
          newWatch('due'),
          newWatch('next', { nextPollAt: HOUR, notBeforeAt: 0 }),
          newWatch('not yet', { nextPollAt: 2 * HOUR, notBeforeAt: 2 * HOUR }),
        );
        expect(idsOf(sent(await claim()).taken)).toEqual(['due', 'next']);
      });

      it('sends nothing while none is due', async () => {
        await add(newWatch('next', { nextPollAt: HOUR, notBeforeAt: 0 }));
        const { reason, waitMs } = waiting(await claim());
        expect(reason).toBe('idle');
        expect(waitMs).toBeGreaterThan(59 * MINUTE);
        expect(waitMs).toBeLessThanOrEqual(HOUR);
        await advance(HOUR);
        expect(idsOf(sent(await claim()).taken)).toEqual(['next']);
      });

      it('keeps to the most jobs that may share a request', async () => {
        await add(newWatch('a'), newWatch('b', dueIn(1)), newWatch('c', dueIn(2)), newWatch('d', dueIn(3)));
        await advance(MINUTE);
        const { taken, lease } = sent(await claim());
        const together: Readonly<Record<JobId, number>> = { a: 3, b: 2, d: 1 };
        await settle(
          lease,
          taken.map(watch => ({ ...unchanged(watch), together: together[watch.state.jobId] })),
        );
        expect(idsOf(sent(await claim()).taken)).toEqual(['a', 'b']);
        expect(idsOf(sent(await claim()).taken)).toEqual(['c']);
        const alone = sent(await claim()).taken;
        expect(idsOf(alone)).toEqual(['d']);
        expect(alone[0]!.together).toBe(1);
      });

      it('changes nothing but the lease', async () => {
        const terms = { key: 'speed' };
        await add({ ...newWatch('a'), terms });
        const first = sent(await claim());
        const bulkLimit = { most: 10, until: first.now + HOUR, endsWithAnswer: false };
        const state = { ...first.taken[0]!.state, polls: 3, statusText: 'rendering', progress: 0.5 };
        await settle(first.lease, [{ state, together: 10, bulkLimit, hasChanged: true }]);
        const before = await read('a');
        const second = sent(await claim());
        expect(second.taken).toMatchObject([{ state, together: 10, bulkLimit, terms }]);
        expect(await read('a')).toEqual(before);
        await advance(TERMS.leaseMs);
        expect(sent(await claim()).taken).toEqual(second.taken);
      });

      it('gives every watch to one of many claims at the same time', async () => {
        const ids = Array.from({ length: 60 }, (_, index) => `job-${index}`);
        await add(...ids.map(jobId => newWatch(jobId)));
        const taken: JobId[] = [];
        // An engine may answer a claim that met others with `wait`.
        for (let round = 0; round < 20 && taken.length < ids.length; round++) {
          const claims = await Promise.all(Array.from({ length: 8 }, () => claim(10)));
          for (const one of claims) if (one.type === 'send') taken.push(...idsOf(one.taken));
        }
        expect([...taken].sort()).toEqual([...ids].sort());
      });

      it('gives what was claimed to another when the lease has ended', async () => {
        await add(newWatch('a'));
        const late = sent(await claim());
        await advance(10 * MINUTE);
        const next = sent(await claim());
        expect(idsOf(next.taken)).toEqual(['a']);
        expect(next.lease).not.toBe(late.lease);
        expect(await settle(late.lease, [answered(late.taken[0]!)])).toEqual([]);
        expect(await read('a', 1)).toBeUndefined();
        expect(await settle(next.lease, [answered(next.taken[0]!)])).toEqual(['a']);
      });

      it('keeps accounts apart', async () => {
        await add(newWatch('a'));
        const other = await run(engine.claimWatches(`${account}, another`, 100, TERMS));
        expect(other).toMatchObject({ type: 'wait', reason: 'idle' });
        expect(sent(await claim(100, { perSecond: 0.001 })).taken).toHaveLength(1);
        await run(engine.addWatches(`${account}, another`, [newWatch('a')]));
        const claimed = await run(engine.claimWatches(`${account}, another`, 100, TERMS));
        expect(claimed.type).toBe('send');
      });
    });

    describe('adds a watch that is there', () => {
      it('as the one watch of its job', async () => {
        await Promise.all([add(newWatch('a')), add(newWatch('a')), add(newWatch('a'), newWatch('a'))]);
        expect(idsOf(sent(await claim()).taken)).toEqual(['a']);
        expect((await read('a'))?.version).toBe(1);
      });

      it('with the later of the two deadlines', async () => {
        await add(newWatch('a', { deadlineAt: 2 * HOUR }));
        await add(newWatch('a', { deadlineAt: HOUR }));
        const { state } = (await read('a'))!;
        expect(state.deadlineAt).toBe(state.at + 2 * HOUR);
        await add(newWatch('a', { deadlineAt: 3 * HOUR }));
        expect((await read('a'))!.state.deadlineAt).toBeGreaterThanOrEqual(state.at + 3 * HOUR);
      });

      it('with a deadline that a settle does not take back', async () => {
        await add(newWatch('a', { deadlineAt: 2 * HOUR }));
        const { lease, taken, now } = sent(await claim());
        await add(newWatch('a', { deadlineAt: 4 * HOUR }));
        await settle(lease, [answered(taken[0]!)]);
        expect((await read('a'))!.state.deadlineAt).toBeGreaterThan(now + 3 * HOUR);
      });

      it('not at all if its job is settled', async () => {
        await add(newWatch('a'));
        const { lease, taken } = sent(await claim());
        await settle(lease, [completed(taken[0]!)]);
        const before = await read('a');
        await add(newWatch('a'));
        expect(await read('a')).toEqual(before);
        expect(waiting(await claim()).reason).toBe('idle');
      });

      it('anew if it ended with an error', async () => {
        await add(newWatch('a'));
        const { lease, taken } = sent(await claim());
        await settle(lease, [failed(taken[0]!)]);
        expect(waiting(await claim()).reason).toBe('idle');
        const { version } = (await read('a'))!;
        await add(newWatch('a'));
        const change = (await read('a', version))!;
        expect(change.version).toBe(version + 1);
        expect(change.end ?? undefined).toBeUndefined();
        expect(change.state.polls).toBe(0);
        expect(idsOf(sent(await claim()).taken)).toEqual(['a']);
      });
    });

    describe('settles watches', () => {
      it('with every field of the state', async () => {
        await add(newWatch('a'));
        const first = sent(await claim());
        const state: WatchState = {
          jobId: 'a',
          status: 'running',
          statusText: 'em Andamento "50 %" \u{1f3ac}',
          polls: 7,
          isSeen: true,
          at: first.now + 0.125,
          createdAt: first.now - 1234.5,
          isAgeKnown: true,
          openAt: first.now - 0.25,
          tookMs: 12.75,
          progress: 1 / 3,
          videoSeconds: 61.4,
          result: { videoUrl: 'https://example.com/?a=1&b=%22', more: [1, { deep: null }] },
          failure: { message: 'line\none', code: 'E' },
          step: 3,
          attempts: { failed: 3, counted: 2, protocolErrors: 1 },
          doubt: 'RequestError 403',
          hasReportedInvalid: true,
          deadlineAt: first.now + 200 * HOUR + 0.5,
          notFoundUntil: first.now + 0.0625,
          nextPollAt: first.now - 1000 / 3,
          notBeforeAt: first.now - 2000 / 3,
          isWoken: true,
          isPaused: true,
          returnUntil: first.now + 201 * HOUR,
        };
        const bulkLimit = { most: Infinity, until: first.now + HOUR, endsWithAnswer: true };
        await settle(first.lease, [{ state, together: 50, bulkLimit, hasChanged: true }]);
        const second = sent(await claim());
        expect(second.taken[0]).toMatchObject({ state, together: 50, bulkLimit });
        const plain = { ...newWatch('a').state, deadlineAt: state.deadlineAt };
        await settle(second.lease, [{ state: plain, hasChanged: false }]);
        const third = sent(await claim()).taken[0]!;
        expect(third.state).toEqual(plain);
        expect(third.together ?? undefined).toBeUndefined();
        expect(third.bulkLimit ?? undefined).toBeUndefined();
      });

      it('which are then due at the next poll', async () => {
        await add(newWatch('a'));
        const { lease, taken, now } = sent(await claim());
        await settle(lease, [answered(taken[0]!, { nextPollAt: now + HOUR, notBeforeAt: now + HOUR })]);
        const { waitMs } = waiting(await claim());
        expect(waitMs).toBeGreaterThan(59 * MINUTE);
        expect(waitMs).toBeLessThanOrEqual(HOUR);
        await advance(HOUR);
        expect(sent(await claim()).taken).toHaveLength(1);
      });

      it('which were not polled: they keep their place', async () => {
        await add(newWatch('a'), newWatch('b', dueIn(1)));
        await advance(MINUTE);
        const { lease, taken } = sent(await claim(1));
        await settle(lease, [unchanged(taken[0]!)]);
        expect(idsOf(sent(await claim(1)).taken)).toEqual(['a']);
      });

      it('once: a second time changes nothing', async () => {
        await add(newWatch('a'));
        const { lease, taken } = sent(await claim());
        expect(await settle(lease, [answered(taken[0]!)])).toEqual(['a']);
        expect(await settle(lease, [answered(taken[0]!)])).toEqual([]);
        expect((await read('a'))?.version).toBe(2);
      });

      it('of which some are no longer held', async () => {
        await add(newWatch('a'), newWatch('b'));
        const { lease, taken } = sent(await claim());
        await run(engine.forget(account, ['a']));
        expect(
          await settle(
            lease,
            taken.map(watch => answered(watch)),
          ),
        ).toEqual(['b']);
      });

      it('with a new version only for changes', async () => {
        await add(newWatch('a'));
        const first = sent(await claim());
        await settle(first.lease, [{ ...answered(first.taken[0]!), hasChanged: false }]);
        expect(await read('a', 1)).toBeUndefined();
        const second = sent(await claim());
        expect(second.taken[0]!.state.polls).toBe(1);
        await settle(second.lease, [answered(second.taken[0]!)]);
        expect(await read('a', 1)).toMatchObject({ version: 2, state: { polls: 2 } });
        expect(await read('a', 2)).toBeUndefined();
      });

      it('which are settled, for good', async () => {
        await add(newWatch('a'));
        const { lease, taken } = sent(await claim());
        await settle(lease, [completed(taken[0]!)]);
        await advance(HOUR);
        expect(waiting(await claim()).reason).toBe('idle');
        const change = (await read('a', 1))!;
        expect(change).toMatchObject({ state: { status: 'completed', result: { videoUrl: 'https://v' } } });
        expect(change.end).toBeDefined();
        expect(change.end?.error ?? undefined).toBeUndefined();
      });

      it('which ended with an error', async () => {
        await add(newWatch('a'));
        const { lease, taken } = sent(await claim());
        await settle(lease, [failed(taken[0]!)]);
        expect((await read('a', 1))?.end).toEqual({ error: ERROR });
      });
    });

    describe('reads', () => {
      it('many at once, and says which are missing', async () => {
        await add(newWatch('a'), newWatch('b'), newWatch('c'));
        const { changed, missing } = await run(
          engine.readWatches(account, [
            { jobId: 'a', version: 0 },
            { jobId: 'b', version: 1 },
            { jobId: 'unknown', version: 4 },
          ]),
        );
        expect(changed.map(({ jobId }) => jobId)).toEqual(['a']);
        expect(missing).toEqual(['unknown']);
      });

      it('nothing of another account', async () => {
        await add(newWatch('a'));
        const { missing } = await run(engine.readWatches('nobody', [{ jobId: 'a', version: 0 }]));
        expect(missing).toEqual(['a']);
      });
    });

    describe('wakes', () => {
      const later = { nextPollAt: 5 * HOUR, step: 6 };

      it('a watch that waits: due now, with short intervals again', async () => {
        await add(newWatch('a', later), newWatch('b', { ...later, notBeforeAt: 5 * HOUR }));
        await run(engine.wake(account, ['a', 'unknown']));
        const { taken, now } = sent(await claim());
        expect(idsOf(taken)).toEqual(['a']);
        expect(taken[0]!.state.step).toBe(0);
        expect(taken[0]!.state.nextPollAt).toBeLessThanOrEqual(now);
      });

      it('no sooner than the service allows', async () => {
        await add(newWatch('a', { ...later, notBeforeAt: HOUR }));
        await run(engine.wake(account, ['a']));
        expect(waiting(await claim()).waitMs).toBeGreaterThan(59 * MINUTE);
        await advance(HOUR);
        expect(sent(await claim()).taken).toHaveLength(1);
      });

      it('all of an account', async () => {
        await add(newWatch('a', later), newWatch('b', later));
        await run(engine.wake(account));
        expect(sent(await claim()).taken).toHaveLength(2);
      });

      it('a watch that is being polled: right after that', async () => {
        await add(newWatch('a'));
        const { lease, taken, now } = sent(await claim());
        await run(engine.wake(account, ['a']));
        expect(waiting(await claim()).reason).toBe('idle');
        await settle(lease, [answered(taken[0]!, { nextPollAt: now + 5 * HOUR, step: 4 })]);
        const again = sent(await claim());
        expect(again.taken[0]!.state.step).toBe(0);
        await settle(again.lease, [answered(again.taken[0]!, { nextPollAt: now + 5 * HOUR })]);
        expect(waiting(await claim()).reason).toBe('idle');
      });

      it('no watch that has ended', async () => {
        await add(newWatch('a'));
        const { lease, taken } = sent(await claim());
        await settle(lease, [completed(taken[0]!)]);
        await run(engine.wake(account, ['a']));
        await run(engine.wake(account));
        expect(waiting(await claim()).reason).toBe('idle');
      });
    });

    it('forgets watches, open and ended', async () => {
      await add(newWatch('a'), newWatch('b', { nextPollAt: HOUR, notBeforeAt: HOUR }));
      const { lease, taken } = sent(await claim());
      await settle(lease, [completed(taken[0]!)]);
      await run(engine.forget(account, ['a', 'b', 'unknown']));
      expect(await read('a')).toBeUndefined();
      await advance(2 * HOUR);
      expect(waiting(await claim()).reason).toBe('idle');
      await add(newWatch('a'));
      expect(sent(await claim()).taken[0]!.state.polls).toBe(0);
    });

    it('shows a watch that was forgotten and is added again to those who have not noticed', async () => {
      await add(newWatch('a'), newWatch('b', { nextPollAt: HOUR, notBeforeAt: HOUR }));
      const { lease, taken } = sent(await claim());
      await settle(lease, [{ ...taken[0]!, hasChanged: true }]);
      const { version } = (await read('a'))!;
      await run(engine.forget(account, ['a']));
      // Its version is lower: of all that were forgotten, the highest counts.
      await run(engine.forget(account, ['b']));
      await add(newWatch('a'));
      expect(await read('a', version)).toMatchObject({ version: version + 1, end: undefined });
    });

    describe('keeps to the rate', () => {
      const SLOW = { perSecond: 1 / 600 };

      it('with a slot for each claim, polls and creates together', async () => {
        await add(newWatch('a'), newWatch('b'));
        await addCreate();
        expect(sent(await claim(1, SLOW)).taken).toHaveLength(1);
        const next = waiting(await claim(1, SLOW));
        expect(next.reason).toBe('rate');
        expect(next.waitMs).toBeGreaterThan(9 * MINUTE);
        expect(next.waitMs).toBeLessThanOrEqual(10 * MINUTE);
        expect(waiting(await claimCreate(SLOW)).reason).toBe('rate');
        await advance(10 * MINUTE);
        expect(sent(await claimCreate(SLOW)).taken.key).toBe('key-1');
        expect(waiting(await claim(1, SLOW)).reason).toBe('rate');
      });

      it('of one slot for many claims at the same time', async () => {
        await add(...Array.from({ length: 10 }, (_, index) => newWatch(`job-${index}`)));
        const claims = await Promise.all(Array.from({ length: 10 }, () => claim(1, SLOW)));
        expect(claims.filter(({ type }) => type === 'send')).toHaveLength(1);
      });

      it('without saving slots up', async () => {
        await advance(5 * HOUR);
        await add(newWatch('a'), newWatch('b'));
        expect((await claim(1, SLOW)).type).toBe('send');
        expect(waiting(await claim(1, SLOW)).reason).toBe('rate');
      });

      it('and takes none where nothing is due', async () => {
        await claim(1, SLOW);
        await add(newWatch('a'));
        expect((await claim(1, SLOW)).type).toBe('send');
      });
    });

    describe('keeps a silence', () => {
      const SILENCE = { quietMs: 10 * MINUTE, askedMs: 10 * HOUR };

      /** Two watches, of which one was answered with a Retry-After. */
      async function silenced(): Promise<void> {
        await add(newWatch('a'), newWatch('b'), newWatch('c'));
        const { lease, taken } = sent(await claim(1));
        await settle(lease, [unchanged(taken[0]!)], SILENCE);
      }

      it('of all claims of its lane, and of no other', async () => {
        await silenced();
        await addCreate();
        const { reason, waitMs } = waiting(await claim());
        expect(reason).toBe('silence');
        expect(waitMs).toBeGreaterThan(9 * MINUTE);
        expect(waitMs).toBeLessThanOrEqual(10 * MINUTE);
        expect((await claimCreate()).type).toBe('send');
      });

      it('and then lets one probe through at a time', async () => {
        await silenced();
        await advance(10 * MINUTE);
        const probe = sent(await claim(1));
        const other = waiting(await claim(1));
        expect(other.reason).toBe('silence');
        expect(other.waitMs).toBeLessThanOrEqual(TERMS.probeMs);
        await settle(probe.lease, [unchanged(probe.taken[0]!)], 'failure');
        const next = sent(await claim(1));
        expect(waiting(await claim(1)).reason).toBe('silence');
        await settle(next.lease, [unchanged(next.taken[0]!)], 'success');
        expect((await claim(1)).type).toBe('send');
        expect((await claim(1)).type).toBe('send');
      });

      it('which a probe may prolong', async () => {
        await silenced();
        await advance(10 * MINUTE);
        const probe = sent(await claim(1));
        await settle(probe.lease, [unchanged(probe.taken[0]!)], SILENCE);
        expect(waiting(await claim(1)).waitMs).toBeGreaterThan(9 * MINUTE);
      });

      it('and sends another probe where one never came back', async () => {
        await silenced();
        await advance(10 * MINUTE);
        expect((await claim(1)).type).toBe('send');
        await advance(TERMS.probeMs);
        expect((await claim(1)).type).toBe('send');
        expect(waiting(await claim(1)).reason).toBe('silence');
      });

      it('until the service has no objection any more', async () => {
        await silenced();
        await advance(10 * HOUR);
        expect((await claim(1)).type).toBe('send');
        expect((await claim(1)).type).toBe('send');
      });

      it('whatever a request says that is no probe', async () => {
        await add(newWatch('a'), newWatch('b'), newWatch('c'));
        const [first, second] = [sent(await claim(1)), sent(await claim(1))];
        await settle(first.lease, [unchanged(first.taken[0]!)], SILENCE);
        await settle(second.lease, [unchanged(second.taken[0]!)], 'success');
        expect(waiting(await claim(1)).reason).toBe('silence');
      });

      it('that a request without its lease any more reports', async () => {
        await add(newWatch('a'), newWatch('b'));
        const { lease, taken } = sent(await claim(1));
        await run(engine.forget(account, idsOf(taken)));
        expect(await settle(lease, [unchanged(taken[0]!)], SILENCE)).toEqual([]);
        expect(waiting(await claim(1)).reason).toBe('silence');
      });

      it('but gives out the watches that end meanwhile', async () => {
        await silenced();
        await add(newWatch('d', { deadlineAt: 2 * MINUTE }));
        expect((await claim()).type).toBe('wait');
        await advance(2 * MINUTE);
        const expired = held(await claim());
        expect(expired).toMatchObject({ type: 'expired', reason: 'silence' });
        expect(idsOf(expired.taken)).toEqual(['d']);
        expect((await claim()).type).toBe('wait');
        expect(await settle(expired.lease, [failed(expired.taken[0]!)])).toEqual(['d']);
      });
    });

    describe('keeps a circuit', () => {
      const swap = (version: number, next: CircuitState) => run(engine.swapCircuit(account, version, next));
      const OPENINGS = 3;

      async function opened(): Promise<void> {
        await add(newWatch('a'), newWatch('b'), newWatch('c'));
        const { lease, taken, circuit, now } = sent(await claim(1));
        expect(circuit).toEqual({ version: 0, state: initialCircuit });
        await settle(lease, [unchanged(taken[0]!)], 'failure');
        const until = now + 10 * MINUTE;
        const state = { state: 'open', generation: 1, openedAt: now, until, openings: OPENINGS } as const;
        expect(await swap(0, state)).toEqual({ version: 1, state });
      }

      it('that only the first of two decisions changes', async () => {
        await opened();
        const { circuit } = await run(engine.stats(account));
        const isolated = { state: 'isolated', generation: 9 } as const;
        expect(await swap(0, isolated)).toEqual(circuit);
        expect(await swap(1, isolated)).toEqual({ version: 2, state: isolated });
      });

      it('open: nobody sends, polls and creates alike', async () => {
        await opened();
        await addCreate();
        const { reason, waitMs } = waiting(await claim());
        expect(reason).toBe('circuit');
        expect(waitMs).toBeGreaterThan(9 * MINUTE);
        expect(waitMs).toBeLessThanOrEqual(10 * MINUTE);
        expect(waiting(await claimCreate()).reason).toBe('circuit');
      });

      it('half-open: one probe', async () => {
        await opened();
        await addCreate();
        await advance(10 * MINUTE);
        const { circuit, now } = sent(await claim(1));
        expect(circuit.state).toEqual({
          state: 'half-open',
          generation: 2,
          openings: OPENINGS,
          probeUntil: now + TERMS.probeMs,
        });
        const { reason, waitMs } = waiting(await claim(1));
        expect(reason).toBe('circuit');
        expect(waitMs).toBeLessThanOrEqual(TERMS.probeMs);
        expect(waiting(await claimCreate()).reason).toBe('circuit');
        await swap(circuit.version, { ...initialCircuit, generation: 3 });
        expect((await claim(1)).type).toBe('send');
        expect((await claim(1)).type).toBe('send');
      });

      it('half-open, and its probe never came back: another one', async () => {
        await opened();
        await advance(10 * MINUTE);
        const lost = sent(await claim(1));
        await advance(TERMS.probeMs);
        const { circuit } = sent(await claim(1));
        expect(circuit.version).toBe(lost.circuit.version + 1);
        expect(circuit.state.state).toBe('half-open');
        expect(waiting(await claim(1)).reason).toBe('circuit');
      });

      it('half-open, with its place free: one probe', async () => {
        await opened();
        await swap(1, { state: 'half-open', generation: 2, openings: OPENINGS });
        expect((await claim(1)).type).toBe('send');
        expect(waiting(await claim(1)).reason).toBe('circuit');
      });

      it('isolated by hand: nobody knows for how long', async () => {
        await opened();
        await swap(1, { state: 'isolated', generation: 2 });
        const answer = waiting(await claim());
        expect(answer.reason).toBe('circuit');
        expect(answer.waitMs ?? undefined).toBeUndefined();
      });

      it('open, and gives out what ends meanwhile', async () => {
        await opened();
        await add(newWatch('d', { deadlineAt: 2 * MINUTE }));
        await addCreate({ timeoutMs: 2 * MINUTE });
        await advance(2 * MINUTE);
        const expired = held(await claim());
        expect(expired).toMatchObject({ type: 'expired', reason: 'circuit' });
        expect(idsOf(expired.taken)).toEqual(['d']);
        const create = held(await claimCreate());
        expect(create).toMatchObject({ type: 'expired', reason: 'circuit', taken: { key: 'key-1' } });
        expect(create.taken.firstSentAt ?? undefined).toBeUndefined();
        expect((await claimCreate()).type).toBe('wait');
        await advance(TERMS.leaseMs);
        const again = held(await claimCreate());
        expect(again.taken.firstSentAt ?? undefined).toBeUndefined();
      });
    });

    describe('keeps creates', () => {
      it('until they are claimed, one at a time', async () => {
        expect(waiting(await claimCreate()).reason).toBe('idle');
        const request = { video: 'https://v', outputLanguage: 'French', extra: { deep: ['\u00e9', null] } };
        const terms = { polling: { timeoutMs: HOUR } };
        expect(await addCreate({ request, terms })).toEqual({ key: 'key-1', type: 'open' });
        const { taken, now } = sent(await claimCreate());
        expect(taken).toMatchObject({ key: 'key-1', request, terms, attempts: NO_ATTEMPTS });
        expect(taken.firstSentAt ?? undefined).toBeUndefined();
        expect(taken.startedAt).toBeLessThanOrEqual(now);
        expect(taken.deadlineAt).toBe(taken.startedAt + 5 * HOUR);
        expect(waiting(await claimCreate()).reason).toBe('idle');
      });

      it('in the order in which they are due', async () => {
        await addCreate();
        await advance(1);
        await addCreate({ key: 'key-2' });
        const claimed = [sent(await claimCreate()), sent(await claimCreate())];
        expect(claimed.map(({ taken }) => taken.key)).toEqual(['key-1', 'key-2']);
      });

      it('once for each key, however often they are added', async () => {
        await Promise.all([addCreate(), addCreate(), addCreate()]);
        expect((await claimCreate()).type).toBe('send');
        expect(waiting(await claimCreate()).reason).toBe('idle');
      });

      it('of one key for one request only', async () => {
        await addCreate();
        const other = { digest: 'other', request: { video: 'https://w' } };
        expect(await addCreate(other)).toEqual({ key: 'key-1', type: 'other request' });
        expect(sent(await claimCreate()).taken.request).toEqual(newCreate().request);
      });

      it('that are added together, in their order', async () => {
        await addCreate({ key: 'key-2' });
        const statuses = await run(
          engine.addCreates(account, [
            newCreate({ key: 'key-3' }),
            newCreate({ key: 'key-2', digest: 'other' }),
            newCreate(),
          ]),
        );
        expect(statuses.map(({ key, type }) => `${key} ${type}`)).toEqual([
          'key-3 open',
          'key-2 other request',
          'key-1 open',
        ]);
      });

      it('and remembers that one may have been sent, before it is', async () => {
        await addCreate();
        const first = sent(await claimCreate());
        await advance(TERMS.leaseMs);
        const second = sent(await claimCreate());
        expect(second.taken.firstSentAt).toBeGreaterThanOrEqual(first.now - MINUTE);
        expect(second.taken.firstSentAt).toBeLessThanOrEqual(first.now + MINUTE);
        expect(await settleCreate(first.lease, tryAgain({ isUncertain: false }))).toBe(false);
        expect(await settleCreate(second.lease, tryAgain({ isUncertain: true }))).toBe(true);
        await advance(MINUTE);
        const third = sent(await claimCreate());
        expect(third.taken.firstSentAt).toBe(second.taken.firstSentAt);
      });

      it('and forgets it where no job can exist', async () => {
        await addCreate();
        await settleCreate(sent(await claimCreate()).lease, tryAgain({ isUncertain: false }));
        expect(sent(await claimCreate()).taken.firstSentAt ?? undefined).toBeUndefined();
      });

      it('that are tried again later', async () => {
        await addCreate();
        const attempts = { failed: 2, counted: 1, protocolErrors: 0 };
        const { lease } = sent(await claimCreate());
        await settleCreate(lease, tryAgain({ dueInMs: HOUR, attempts, isUncertain: true }));
        const { waitMs } = waiting(await claimCreate());
        expect(waitMs).toBeGreaterThan(59 * MINUTE);
        expect(waitMs).toBeLessThanOrEqual(HOUR);
        await advance(HOUR);
        expect(sent(await claimCreate()).taken.attempts).toEqual(attempts);
      });

      it('that are created, with the watches of their jobs', async () => {
        await addCreate();
        const { lease } = sent(await claimCreate());
        const jobIds = ['job-2', 'job-1'];
        const watches = jobIds.map(jobId => newWatch(jobId));
        expect(await settleCreate(lease, { type: 'created', jobIds, watches })).toBe(true);
        const created = { key: 'key-1', type: 'created', jobIds };
        expect(await run(engine.readCreates(account, ['unknown', 'key-1']))).toEqual([created]);
        expect(await addCreate()).toEqual(created);
        expect(waiting(await claimCreate()).reason).toBe('idle');
        expect(idsOf(sent(await claim()).taken)).toEqual(['job-1', 'job-2']);
      });

      it('without the watches where the lease has gone to another', async () => {
        await addCreate();
        const first = sent(await claimCreate());
        await advance(TERMS.leaseMs);
        await claimCreate();
        const created = { type: 'created', jobIds: ['job-1'], watches: [newWatch('job-1')] } as const;
        expect(await settleCreate(first.lease, created)).toBe(false);
        expect(waiting(await claim()).reason).toBe('idle');
        expect(await run(engine.readCreates(account, ['key-1']))).toEqual([{ key: 'key-1', type: 'open' }]);
      });

      it.each([true, false])('that failed, and are added again (uncertain: %s)', async isUncertain => {
        await addCreate();
        const first = sent(await claimCreate());
        await settleCreate(first.lease, { type: 'failed', error: ERROR, isUncertain });
        const statuses = await run(engine.readCreates(account, ['key-1']));
        expect(statuses).toEqual([{ key: 'key-1', type: 'failed', error: ERROR }]);
        expect(waiting(await claimCreate()).reason).toBe('idle');
        await advance(MINUTE);
        expect(await addCreate({ timeoutMs: HOUR })).toEqual({ key: 'key-1', type: 'open' });
        const { taken } = sent(await claimCreate());
        expect(taken.attempts).toEqual(NO_ATTEMPTS);
        expect(taken.startedAt).toBeGreaterThanOrEqual(first.now + MINUTE);
        expect(taken.deadlineAt).toBe(taken.startedAt + HOUR);
        expect(taken.firstSentAt !== undefined && taken.firstSentAt < first.now + MINUTE).toBe(isUncertain);
      });

      it('silent where the service asked for it', async () => {
        await addCreate();
        await add(newWatch('a'));
        const { lease } = sent(await claimCreate());
        const silence = { quietMs: HOUR, askedMs: HOUR };
        await settleCreate(lease, tryAgain({ isUncertain: false }), silence);
        expect(waiting(await claimCreate()).reason).toBe('silence');
        expect((await claim()).type).toBe('send');
      });
    });

    describe('tells what was learned', () => {
      const job = (afterMs: number) => ({ key: 'speed', videoSeconds: 60.5, afterMs, byMs: afterMs + 0.5 });

      it('to all, from where each has stopped reading', async () => {
        await add(newWatch('a'), newWatch('b'), newWatch('c'));
        const start = await run(engine.readObserved(account));
        expect(start.jobs).toEqual([]);
        const { lease, taken } = sent(await claim());
        await settle(lease, [
          { ...completed(taken[0]!), observed: job(1) },
          { ...completed(taken[1]!), observed: { afterMs: 7 } },
          answered(taken[2]!),
        ]);
        const page = await run(engine.readObserved(account, start.cursor));
        expect([...page.jobs].sort((a, b) => a.afterMs - b.afterMs)).toEqual([job(1), { afterMs: 7 }]);
        expect((await run(engine.readObserved(account, page.cursor))).jobs).toEqual([]);
        expect((await run(engine.readObserved(account))).jobs).toHaveLength(2);
      });

      it('but not by those whose lease has ended', async () => {
        await add(newWatch('a'));
        const { lease, taken } = sent(await claim());
        await advance(TERMS.leaseMs);
        await claim();
        await settle(lease, [{ ...completed(taken[0]!), observed: job(1) }]);
        expect((await run(engine.readObserved(account))).jobs).toEqual([]);
      });
    });

    describe('gives hints', () => {
      let hints: Hint[] = [];
      let subscription: Subscription;
      const heard = async (isHeard: (hint: Hint) => boolean): Promise<Hint> => {
        // However slow the engine: jest's own time limit is the bound.
        for (;;) {
          const hint = hints.find(isHeard);
          if (hint !== undefined) return hint;
          await new Promise(resolve => setTimeout(resolve, 5));
        }
      };
      async function listen(): Promise<void> {
        hints = [];
        subscription = engine.hint$(account).subscribe(hint => hints.push(hint));
        await heard(({ type }) => type === 'all');
        hints = [];
      }

      it('of watches: due, changed and forgotten ones', async () => {
        await listen();
        await add(newWatch('a'));
        await heard(({ type }) => type === 'due');
        const { lease, taken } = sent(await claim());
        await settle(lease, [answered(taken[0]!)]);
        const hasChange = (hint: Hint): boolean => hint.type === 'watches' && hint.jobIds.includes('a');
        await heard(hasChange);
        hints = [];
        await run(engine.forget(account, ['a']));
        await heard(hasChange);
        subscription.unsubscribe();
      });

      it('of no other account', async () => {
        await listen();
        await run(engine.forget(`${account}, another`, ['of another']));
        await run(engine.forget(account, ['a']));
        const jobIds = (hint: Hint) => (hint.type === 'watches' ? hint.jobIds : []);
        await heard(hint => jobIds(hint).includes('a'));
        expect(hints.flatMap(jobIds)).toEqual(['a']);
        subscription.unsubscribe();
      });

      it('of creates', async () => {
        await listen();
        await addCreate();
        await heard(({ type }) => type === 'due');
        const { lease } = sent(await claimCreate());
        await settleCreate(lease, { type: 'failed', error: ERROR, isUncertain: false });
        await heard(hint => hint.type === 'creates' && hint.keys.includes('key-1'));
        subscription.unsubscribe();
      });
    });

    describe('keeps names', () => {
      const long = Array.from({ length: 300 }, (_, index) => `${index}éß`)
        .join('')
        .slice(0, 1000);

      it.each([
        ['a\0', 'must not contain NUL or lone surrogates, got "a\\u0000"'],
        ['a\ud800', 'must not contain NUL or lone surrogates, got "a\\ud800"'],
        ['é'.repeat(1201), 'must have at most 2400 bytes in UTF-8, got 2402'],
      ])('as they are, or refuses them: %j', async (id, complaint) => {
        const refused = { name: 'RequestError' };
        await expect(add(newWatch('b'), newWatch(id))).rejects.toMatchObject({
          ...refused,
          message: `Cannot add a watch: job id ${complaint}`,
        });
        await expect(addCreate({ key: id })).rejects.toMatchObject({
          ...refused,
          message: `Cannot add a create: key ${complaint}`,
        });
        expect(waiting(await claim()).reason).toBe('idle');
        // A database may take it for another one: with U+FFFD, or without what comes after NUL.
        await add(newWatch('a'), newWatch(isLatin1 ? 'ab' : 'a\ufffd'));
        expect((await run(engine.readWatches(account, [{ jobId: id, version: 0 }]))).missing).toEqual([id]);
        await run(engine.wake(account, [id]));
        await run(engine.forget(account, [id]));
        expect(await run(engine.readCreates(account, [id]))).toEqual([]);
        expect(sent(await claim()).taken).toHaveLength(2);
      });

      const unicode = isLatin1 ? [] : ['\ufeffx\u202e', 'e\u0301\u{1f3ac}'];
      it.each([long, '__proto__', `a'b"c\\d;--`, ' \n%s_%', ...unicode])(
        'with any other characters: %j',
        async id => {
          await add(newWatch(id));
          const { lease, taken } = sent(await claim());
          expect(await settle(lease, [answered(taken[0]!)])).toEqual([id]);
          expect((await read(id))!.jobId).toBe(id);
          await run(engine.forget(account, [id]));
          expect(await read(id)).toBeUndefined();
        },
      );

      it('of accounts, up to 200 bytes', async () => {
        account = 'ä'.repeat(100);
        await add(newWatch(long));
        expect(idsOf(sent(await claim(1)).taken)).toEqual([long]);
        await expect(run(engine.stats(`${account}.`))).rejects.toThrow(
          'Cannot use an account: account must have at most 200 bytes in UTF-8, got 201',
        );
      });
    });

    it('has figures', async () => {
      await add(newWatch('a'), newWatch('b'), newWatch('c', { nextPollAt: 9 * HOUR, notBeforeAt: 9 * HOUR }));
      await addCreate();
      await claim(1);
      await advance(MINUTE);
      const { watches, creates, circuit } = await run(engine.stats(account));
      expect(watches).toMatchObject({ open: 3, due: 1, claimed: 1, silentMs: 0 });
      expect(watches.lateMs).toBeGreaterThanOrEqual(MINUTE);
      expect(creates).toMatchObject({ open: 1, due: 1, claimed: 0 });
      expect(circuit).toEqual({ version: 0, state: initialCircuit });
    });

    it('deletes what ended long ago, in portions', async () => {
      await add(
        newWatch('a'),
        newWatch('b'),
        newWatch('open', { nextPollAt: 9 * HOUR, notBeforeAt: 9 * HOUR }),
      );
      await addCreate();
      const { lease, taken } = sent(await claim());
      await settle(
        lease,
        taken.map(watch => completed(watch)),
      );
      const create = sent(await claimCreate());
      await settleCreate(create.lease, { type: 'created', jobIds: ['a'], watches: [] });
      await advance(HOUR);
      const clean = (limit: number) => run(engine.clean(account, 30 * MINUTE, limit));
      expect(await run(engine.clean(account, 2 * HOUR, 10))).toBe(0);
      expect([await clean(1), await clean(1), await clean(1)]).toEqual([2, 1, 0]);
      const all = ['a', 'b', 'open'].map(jobId => ({ jobId, version: 0 }));
      const { missing } = await run(engine.readWatches(account, all));
      expect([...missing].sort()).toEqual(['a', 'b']);
      expect(await run(engine.readCreates(account, ['key-1']))).toEqual([]);
    });
  });
}

const run = <T>(answer$: Observable<T>): Promise<T> => firstValueFrom(answer$);

const ERROR = {
  library: 'heygen-rx',
  name: 'TimeoutError',
  message: 'too late',
  jobId: 'a',
  cause: { code: 'x' },
};

/** As if it were 0. */
function newWatch(jobId: JobId, fields: Partial<WatchState> = {}): NewWatch {
  const rules = { ...RULES, timeoutMs: 100 * HOUR };
  const context = { rules, now: 0, random: () => 0.5, canRetry: true };
  return { state: { ...initialState({ jobId, firstPoll: 'at-once' }, context), ...fields } };
}

/** Due a little later than others, in ms. */
const dueIn = (ms: number): Partial<WatchState> => ({ nextPollAt: ms, notBeforeAt: ms });

function newCreate(fields: Partial<NewCreate> = {}): NewCreate {
  return { key: 'key-1', request: { video: 'https://v' }, digest: 'digest', timeoutMs: 5 * HOUR, ...fields };
}

const tryAgain = (fields: object): CreateSettlement =>
  ({ type: 'again', dueInMs: 0, attempts: NO_ATTEMPTS, ...fields }) as CreateSettlement;

const unchanged = ({ terms: _, ...watch }: ClaimedWatch): Settlement => ({ ...watch, hasChanged: false });

/** Answered, with the next poll at once. */
function answered({ state }: ClaimedWatch, fields: Partial<WatchState> = {}): Settlement {
  return { state: { ...state, status: 'running', polls: state.polls + 1, ...fields }, hasChanged: true };
}

function completed({ state }: ClaimedWatch): Settlement {
  const result = { videoUrl: 'https://v' };
  return {
    state: { ...state, status: 'completed', polls: state.polls + 1, result },
    hasChanged: true,
    end: {},
  };
}

const failed = ({ state }: ClaimedWatch): Settlement => ({ state, hasChanged: true, end: { error: ERROR } });

const idsOf = (watches: readonly ClaimedWatch[]): readonly JobId[] =>
  watches.map(({ state }) => state.jobId).sort();

function sent<T>(claimed: Claim<T>): Sent<T> {
  if (claimed.type !== 'send') throw new Error(`not to be sent: ${JSON.stringify(claimed)}`);
  return claimed;
}

function held<T>(claimed: Claim<T>): Held<T> {
  if (claimed.type === 'wait') throw new Error(`nothing was taken: ${JSON.stringify(claimed)}`);
  return claimed;
}

function waiting<T>(claimed: Claim<T>): Extract<Claim<T>, { type: 'wait' }> {
  if (claimed.type !== 'wait') throw new Error(`something was taken: ${JSON.stringify(claimed)}`);
  return claimed;
}
