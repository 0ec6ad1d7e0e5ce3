import { describe, expect, it } from '@jest/globals';
import { run, newWatch, answered, idsOf, sent, waiting, type EngineUnderTest } from './engine-under-test.js';

/** Which ids, keys and accounts are stored. */
export function describeNames(subject: EngineUnderTest): void {
  const { add, claim, settle, read, readWatches, wake, forget, addCreate, readCreates } = subject;

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
      await add(newWatch('a'), newWatch(subject.isLatin1 ? 'ab' : 'a\ufffd'));
      expect((await readWatches([{ jobId: id, version: 0 }])).missing).toEqual([id]);
      await wake([id]);
      await forget([id]);
      expect(await readCreates([id])).toEqual([]);
      expect(sent(await claim()).taken).toHaveLength(2);
    });

    const unicode = subject.isLatin1 ? [] : ['\ufeffx\u202e', 'e\u0301\u{1f3ac}'];
    it.each([long, '__proto__', `a'b"c\\d;--`, ' \n%s_%', ...unicode])(
      'with any other characters: %j',
      async id => {
        await add(newWatch(id));
        const { lease, taken } = sent(await claim());
        expect(await settle(lease, [answered(taken[0]!)])).toEqual([id]);
        expect((await read(id))!.jobId).toBe(id);
        await forget([id]);
        expect(await read(id)).toBeUndefined();
      },
    );

    it('of accounts, up to 200 bytes', async () => {
      subject.account = 'ä'.repeat(100);
      await add(newWatch(long));
      expect(idsOf(sent(await claim(1)).taken)).toEqual([long]);
      await expect(run(subject.engine.stats(`${subject.account}.`))).rejects.toThrow(
        'Cannot use an account: account must have at most 200 bytes in UTF-8, got 201',
      );
    });
  });
}
