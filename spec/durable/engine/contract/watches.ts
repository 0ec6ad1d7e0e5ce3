import { describe, expect, it } from '@jest/globals';
import type { WatchState } from '../../../../lib/policy/watch/state.js';
import {
  MINUTE,
  HOUR,
  ERROR,
  run,
  newWatch,
  dueIn,
  unchanged,
  answered,
  completed,
  failed,
  idsOf,
  sent,
  waiting,
  type EngineUnderTest,
} from './engine-under-test.js';

/** How watches are added, settled, read, woken and forgotten. */
export function describeWatches(subject: EngineUnderTest): void {
  const { add, claim, settle, read, readWatches, readObserved, wake, forget, advance } = subject;

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

    it('with a deadline that outlasts an end by the earlier one: that is not stored', async () => {
      await add(newWatch('a', { deadlineAt: HOUR }), newWatch('b', { deadlineAt: HOUR }));
      const { lease, taken } = sent(await claim());
      await add(newWatch('a', { deadlineAt: 4 * HOUR }));
      const observed = { afterMs: 1000 };
      const ended = taken.map(watch => ({ ...answered(watch), end: { error: ERROR }, observed }));
      expect(await settle(lease, ended)).toEqual(['b']);
      expect((await readObserved()).jobs).toHaveLength(1);
      const [a, b] = [await read('a'), await read('b')];
      expect(a).toMatchObject({ version: 2, state: { polls: 1 } });
      expect([a, b].map(each => each?.end ?? undefined)).toEqual([undefined, { error: ERROR }]);
      // It has not failed, so adding it does not begin it again.
      await add(newWatch('a'));
      const again = sent(await claim());
      expect(again.taken).toMatchObject([{ state: { jobId: 'a', polls: 1 } }]);
      // Its deadline is that of the claim now.
      expect(await settle(again.lease, [failed(again.taken[0]!)])).toEqual(['a']);
      expect((await read('a'))?.end).toEqual({ error: ERROR });
    });

    it('with a deadline that does not keep it from ending with its job', async () => {
      await add(newWatch('a', { deadlineAt: HOUR }));
      const { lease, taken } = sent(await claim());
      await add(newWatch('a', { deadlineAt: 4 * HOUR }));
      expect(await settle(lease, [completed(taken[0]!)])).toEqual(['a']);
      expect((await read('a'))?.end).toBeDefined();
      expect(waiting(await claim()).reason).toBe('idle');
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
      await forget(['a']);
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

    it('which are settled, permanently', async () => {
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
    it('only what is missing, for the highest version', async () => {
      await add(newWatch('a'));
      const seen = ['a', 'unknown'].map(jobId => ({ jobId, version: 2 ** 31 - 1 }));
      expect(await readWatches(seen)).toEqual({ changed: [], missing: ['unknown'] });
    });

    it('many at once, and says which are missing', async () => {
      await add(newWatch('a'), newWatch('b'), newWatch('c'));
      const { changed, missing } = await readWatches([
        { jobId: 'a', version: 0 },
        { jobId: 'b', version: 1 },
        { jobId: 'unknown', version: 4 },
      ]);
      expect(changed.map(({ jobId }) => jobId)).toEqual(['a']);
      expect(missing).toEqual(['unknown']);
    });

    it('nothing of another account', async () => {
      await add(newWatch('a'));
      const { missing } = await run(subject.engine.readWatches('nobody', [{ jobId: 'a', version: 0 }]));
      expect(missing).toEqual(['a']);
    });
  });

  describe('wakes', () => {
    const later = { nextPollAt: 5 * HOUR, step: 6 };

    it('a watch that waits: due now, with short intervals again', async () => {
      await add(newWatch('a', later), newWatch('b', { ...later, notBeforeAt: 5 * HOUR }));
      await wake(['a', 'unknown']);
      const { taken, now } = sent(await claim());
      expect(idsOf(taken)).toEqual(['a']);
      expect(taken[0]!.state.step).toBe(0);
      expect(taken[0]!.state.nextPollAt).toBeLessThanOrEqual(now);
    });

    it('no sooner than the service allows', async () => {
      await add(newWatch('a', { ...later, notBeforeAt: HOUR }));
      await wake(['a']);
      expect(waiting(await claim()).waitMs).toBeGreaterThan(59 * MINUTE);
      await advance(HOUR);
      expect(sent(await claim()).taken).toHaveLength(1);
    });

    it('all of an account', async () => {
      await add(newWatch('a', later), newWatch('b', later));
      await wake();
      expect(sent(await claim()).taken).toHaveLength(2);
    });

    it('a watch that is being polled: right after that', async () => {
      await add(newWatch('a'));
      const { lease, taken, now } = sent(await claim());
      await wake(['a']);
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
      await wake(['a']);
      await wake();
      expect(waiting(await claim()).reason).toBe('idle');
    });
  });

  it('forgets watches, open and ended', async () => {
    await add(newWatch('a'), newWatch('b', { nextPollAt: HOUR, notBeforeAt: HOUR }));
    const { lease, taken } = sent(await claim());
    await settle(lease, [completed(taken[0]!)]);
    await forget(['a', 'b', 'unknown']);
    expect(await read('a')).toBeUndefined();
    await advance(2 * HOUR);
    expect(waiting(await claim()).reason).toBe('idle');
    await add(newWatch('a'));
    expect(sent(await claim()).taken[0]!.state.polls).toBe(0);
  });

  it('gives a watch that was forgotten and added again a higher version, for clients that have not noticed', async () => {
    await add(newWatch('a'), newWatch('b', { nextPollAt: HOUR, notBeforeAt: HOUR }));
    const { lease, taken } = sent(await claim());
    await settle(lease, [{ ...taken[0]!, hasChanged: true }]);
    const { version } = (await read('a'))!;
    await forget(['a']);
    // Its version is lower: of all that were forgotten, the highest counts.
    await forget(['b']);
    await add(newWatch('a'));
    expect(await read('a', version)).toMatchObject({ version: version + 1, end: undefined });
  });
}
