import { expect, it } from '@jest/globals';
import { tableLines } from '../../../cli/text/table-lines.js';

it('aligns columns', () => {
  const rows = [
    ['a', 'bbb', ''],
    ['aaa', 'b', 'c'],
  ];
  expect(
    tableLines([
      ['日本', 'b'],
      ['cccccc', 'd'],
      ['é', 'f'],
    ]),
  ).toEqual(['日本    b', 'cccccc  d', 'é       f']);
  expect([tableLines(rows), tableLines([])]).toEqual([['a    bbb', 'aaa  b    c'], []]);
});
