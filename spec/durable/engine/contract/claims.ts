import { describe, expect, it } from '@jest/globals';
import type { JobId } from '../../../../lib/model/job.js';
import {
  MINUTE,
  HOUR,
  TERMS,
  run,
  newWatch,
  dueIn,
  answered,
  unchanged,
  idsOf,
  sent,
  waiting,
  type EngineUnderTest,
} from './engine-under-test.js';

/** How watches are claimed. */
export function describeClaims(subject: EngineUnderTest): void {
  const { add, claim, settle, read, advance } = subject;

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

    it('takes no more watches than may share a request', async () => {
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
      const other = await run(subject.engine.claimWatches(`${subject.account}, another`, 100, TERMS));
      expect(other).toMatchObject({ type: 'wait', reason: 'idle' });
      expect(sent(await claim(100, { perSecond: 0.001 })).taken).toHaveLength(1);
      await run(subject.engine.addWatches(`${subject.account}, another`, [newWatch('a')]));
      const claimed = await run(subject.engine.claimWatches(`${subject.account}, another`, 100, TERMS));
      expect(claimed.type).toBe('send');
    });
  });
}
