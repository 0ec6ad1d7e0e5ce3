// What every engine has to do, a file for each subject. `engine-under-test` has the calls about one account, and the watches and creates of these tests.
import { afterAll, beforeAll, beforeEach, describe } from '@jest/globals';
import { describeClaims } from './claims.js';
import { describeCreates } from './creates.js';
import { EngineUnderTest, type TestedEngine } from './engine-under-test.js';
import { describeGate } from './gate.js';
import { describeHints } from './hints.js';
import { describeNames } from './names.js';
import { describeUpkeep } from './upkeep.js';
import { describeWatches } from './watches.js';

/**
 * Each test has an account of its own, so one database serves them all.
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
    const subject = new EngineUnderTest(isLatin1);
    let tested: TestedEngine;
    let accounts = 0;

    beforeAll(async () => {
      tested = await start();
      subject.start(tested);
    });
    afterAll(() => tested.stop());
    beforeEach(() => {
      subject.account = `account ${++accounts}`;
    });

    describeClaims(subject);
    describeWatches(subject);
    describeGate(subject);
    describeCreates(subject);
    describeHints(subject);
    describeNames(subject);
    describeUpkeep(subject);
  });
}
