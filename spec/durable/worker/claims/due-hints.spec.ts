import { expect, it } from '@jest/globals';
import { DueHints } from '../../../../lib/durable/worker/claims/due-hints.js';

it('a hint that came meanwhile ends a wait at once; otherwise the next one does', () => {
  const hints = new DueHints();
  const seen: string[] = [];
  const waitFor = (name: string, count: number) =>
    hints.after(count).subscribe({ next: () => seen.push(name), complete: () => seen.push(`${name} done`) });

  const before = hints.count;
  waitFor('next', before);
  expect(seen).toEqual([]);
  hints.add();
  expect(seen.splice(0)).toEqual(['next', 'next done']);
  waitFor('missed', before);
  expect(seen.splice(0)).toEqual(['missed', 'missed done']);
  waitFor('later', hints.count);
  expect(seen).toEqual([]);
  hints.add();
  expect(seen).toEqual(['later', 'later done']);
});
