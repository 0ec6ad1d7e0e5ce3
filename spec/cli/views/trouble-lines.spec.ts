import { expect, it } from '@jest/globals';
import type { Trouble } from '../../../cli/jobs/trouble.js';
import { troubleLines } from '../../../cli/views/trouble-lines.js';

const failing = (attempts: number, openUntil?: number): Trouble => ({
  type: 'requests',
  what: 'the service is failing (503)',
  attempts,
  retryAt: 2500,
  openUntil,
});
const NO_WORKER: Trouble = { type: 'workers', what: 'no worker polls' };
const BEGINS = 'The service is failing (503), retrying in 2.5 s.';

it.each<[what: string, troubles: readonly (Trouble | undefined)[], lines: readonly string[]]>([
  ['nothing', [undefined, undefined], []],
  ['a single failed request, and that it is over', [failing(1), undefined], []],
  ['the second failed request in a row, once', [failing(1), failing(2), failing(3)], [BEGINS]],
  ['its end', [failing(2), undefined, undefined], [BEGINS, 'The service is responding again.']],
  ['each opening of the circuit', [failing(5, 9), failing(6, 9), failing(7, 99)], [BEGINS, BEGINS]],
  ['a circuit that opens later', [failing(2), failing(5, 9)], [BEGINS, BEGINS]],
  ['workers that do not poll, at once and once', [NO_WORKER, NO_WORKER], ['No worker polls.']],
  ['that they poll again', [NO_WORKER, undefined], ['No worker polls.', 'Working again.']],
])('permanent lines say: %s', (_, troubles, expected) => {
  let reported: Trouble | undefined;
  const lines = troubles.flatMap(trouble => {
    const result = troubleLines(reported, trouble, 0);
    ({ reported } = result);
    return result.lines;
  });
  expect(lines).toEqual(expected);
});
