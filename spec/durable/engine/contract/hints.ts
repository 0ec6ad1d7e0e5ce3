import { describe, expect, it } from '@jest/globals';
import type { Subscription } from 'rxjs';
import type { Hint } from '../../../../lib/durable/engine/hint.js';
import { ERROR, run, newWatch, answered, sent, tryAgain, type EngineUnderTest } from './engine-under-test.js';

/** What clients and workers are told. */
export function describeHints(subject: EngineUnderTest): void {
  const { add, claim, settle, forget, addCreate, claimCreate, settleCreate } = subject;

  describe('gives hints', () => {
    let hints: Hint[] = [];
    let subscription: Subscription;
    const heard = async (isHeard: (hint: Hint) => boolean): Promise<Hint> => {
      // However slow the engine: jest's own time limit is the bound.
      for (;;) {
        const hint = hints.find(isHeard);
        if (hint !== undefined) return hint;
        await new Promise(resolve => setTimeout(resolve, 5).unref());
      }
    };
    async function listen(): Promise<void> {
      hints = [];
      subscription = subject.engine.hint$(subject.account).subscribe(hint => hints.push(hint));
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
      await forget(['a']);
      await heard(hasChange);
      subscription.unsubscribe();
    });

    it('of no other account', async () => {
      await listen();
      await run(subject.engine.forget(`${subject.account}, another`, ['of another']));
      await forget(['a']);
      const jobIds = (hint: Hint) => (hint.type === 'watches' ? hint.jobIds : []);
      await heard(hint => jobIds(hint).includes('a'));
      expect(hints.flatMap(jobIds)).toEqual(['a']);
      subscription.unsubscribe();
    });

    it('of creates', async () => {
      await listen();
      await addCreate();
      await heard(({ type }) => type === 'due');
      const isOfCreate = (hint: Hint): boolean => hint.type === 'creates' && hint.keys.includes('key-1');
      const first = sent(await claimCreate());
      const known = { jobIds: ['job-1'], answered: 1 };
      await settleCreate(first.lease, tryAgain({ isUncertain: false, known }));
      await heard(isOfCreate);
      hints = [];
      const second = sent(await claimCreate());
      await settleCreate(second.lease, { type: 'failed', error: ERROR, isUncertain: false });
      await heard(isOfCreate);
      subscription.unsubscribe();
    });
  });
}
