import { describe, expect, it } from '@jest/globals';
import { initialCircuit } from '../../../../lib/policy/circuit/circuit-state.js';
import {
  MINUTE,
  HOUR,
  TERMS,
  newWatch,
  answered,
  completed,
  sent,
  type EngineUnderTest,
} from './engine-under-test.js';

/** What was learned, the figures, and what is deleted. */
export function describeUpkeep(subject: EngineUnderTest): void {
  const {
    add,
    claim,
    settle,
    readWatches,
    addCreate,
    readCreates,
    claimCreate,
    settleCreate,
    readObserved,
    stats,
    clean,
    advance,
  } = subject;

  describe('returns what was learned', () => {
    const job = (afterMs: number) => ({ key: 'speed', videoSeconds: 60.5, afterMs, byMs: afterMs + 0.5 });

    it('to all, from where each has stopped reading', async () => {
      await add(newWatch('a'), newWatch('b'), newWatch('c'));
      const start = await readObserved();
      expect(start.jobs).toEqual([]);
      const { lease, taken } = sent(await claim());
      await settle(lease, [
        { ...completed(taken[0]!), observed: job(1) },
        { ...completed(taken[1]!), observed: { afterMs: 7 } },
        answered(taken[2]!),
      ]);
      const page = await readObserved(start.cursor);
      expect([...page.jobs].sort((a, b) => a.afterMs - b.afterMs)).toEqual([job(1), { afterMs: 7 }]);
      expect((await readObserved(page.cursor)).jobs).toEqual([]);
      expect((await readObserved()).jobs).toHaveLength(2);
    });

    it('but not by those whose lease has ended', async () => {
      await add(newWatch('a'));
      const { lease, taken } = sent(await claim());
      await advance(TERMS.leaseMs);
      await claim();
      await settle(lease, [{ ...completed(taken[0]!), observed: job(1) }]);
      expect((await readObserved()).jobs).toEqual([]);
    });
  });

  it('counts what is open, due and claimed, and how late it is', async () => {
    await add(newWatch('a'), newWatch('b'), newWatch('c', { nextPollAt: 9 * HOUR, notBeforeAt: 9 * HOUR }));
    await addCreate();
    await claim(1);
    await advance(MINUTE);
    const { watches, creates, circuit } = await stats();
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
    // It has succeeded, however long somebody would wait for it now.
    expect((await addCreate({ timeoutMs: 100 * HOUR })).type).toBe('created');
    const cleanSome = () => clean(30 * MINUTE, 1);
    expect(await clean(2 * HOUR, 10)).toBe(0);
    expect([await cleanSome(), await cleanSome(), await cleanSome()]).toEqual([2, 1, 0]);
    const all = ['a', 'b', 'open'].map(jobId => ({ jobId, version: 0 }));
    const { missing } = await readWatches(all);
    expect([...missing].sort()).toEqual(['a', 'b']);
    expect(await readCreates(['key-1'])).toEqual([]);
  });
}
