import { expect, it } from '@jest/globals';
import { inColumns, terminalWidth } from '../../../cli/text/terminal-width.js';

it.each([
  ['French', 8, 'French  '],
  ['French', 6, 'French'],
  ['French', 4, 'Fr…h'],
  ['French', 5, 'Fr…ch'],
  ['French', 2, 'F…'],
  ['a-long-video.mp4 French', 15, 'a-long-… French'],
  ['日本語', 6, '日本語'],
  ['日本語', 5, '日…語'],
  ['日本語', 4, '日… '],
  ['french\u0301', 3, 'f…h\u0301'],
  ['日本語\u0301', 4, '日… '],
  ['a\u0301b', 2, 'a\u0301b'],
  ['French', 1, '…'],
  ['French', 0, ''],
  ['French', -1, ''],
  ['', 0, ''],
])('%j in %i columns is %j', (text, width, expected) => {
  expect(inColumns(text, width)).toBe(expected);
  expect(terminalWidth(expected)).toBe(Math.max(0, width));
});
