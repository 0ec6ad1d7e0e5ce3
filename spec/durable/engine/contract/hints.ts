import { describe, expect, it } from '@jest/globals';
import type { Subscription } from 'rxjs';
import type { Hint } from '../../../../lib/durable/engine/hint.js';
import { until } from '../../../helpers/until.js';
import { ERROR, run, newWatch, answered, sent, tryAgain, type EngineUnderTest } from './engine-under-test.js';

/** What clients and workers are told. */
export function describeHints(subject: EngineUnderTest): void {
  const { add, claim, settle, forget, addCreate, claimCreate, settleCreate } = subject;

  describe('gives hints', () => {
    let hints: Hint[] = [];
    let subscription: Subscription;
    let marks = 0;
    const jobIds = (hint: Hint) => (hint.type === 'watches' ? hint.jobIds : []);
    async function listen(): Promise<void> {
      hints = [];
      subscription = subject.engine.hint$(subject.account).subscribe(hint => hints.push(hint));
      await until('the engine listens', () => hints.some(({ type }) => type === 'all'));
      hints = [];
    }
    /** The hints so far. They come in order: what has not come before that of a job which is forgotten now will not come. */
    async function heard(): Promise<readonly Hint[]> {
      const mark = `mark-${++marks}`;
      await forget([mark]);
      const { found } = await until(`a hint of ${mark}`, () => {
        const index = hints.findIndex(hint => jobIds(hint).includes(mark));
        return index >= 0 && { found: index };
      });
      return hints.splice(0, found + 1).slice(0, -1);
    }

    it('of watches: due, changed and forgotten ones', async () => {
      await listen();
      await add(newWatch('a'));
      expect(await heard()).toContainEqual({ type: 'due' });
      const { lease, taken } = sent(await claim());
      await settle(lease, [answered(taken[0]!)]);
      expect((await heard()).flatMap(jobIds)).toEqual(['a']);
      await forget(['a']);
      expect((await heard()).flatMap(jobIds)).toEqual(['a']);
      subscription.unsubscribe();
    });

    it('of no other account', async () => {
      await listen();
      await run(subject.engine.forget(`${subject.account}, another`, ['of another']));
      await forget(['a']);
      expect((await heard()).flatMap(jobIds)).toEqual(['a']);
      subscription.unsubscribe();
    });

    it('of creates', async () => {
      await listen();
      await addCreate();
      expect(await heard()).toContainEqual({ type: 'due' });
      const isOfCreate = { type: 'creates', keys: ['key-1'] };
      const first = sent(await claimCreate());
      const known = { jobIds: ['job-1'], answered: 1 };
      await settleCreate(first.lease, tryAgain({ isUncertain: false, known }));
      expect(await heard()).toContainEqual(isOfCreate);
      const second = sent(await claimCreate());
      await settleCreate(second.lease, { type: 'failed', error: ERROR, isUncertain: false });
      expect(await heard()).toContainEqual(isOfCreate);
      subscription.unsubscribe();
    });
  });
}
