import { expect, it } from '@jest/globals';
import { wrapText } from '../../../cli/text/wrap-text.js';

it.each([
  ['one two three', 20, 'one two three'],
  ['one two three', 7, 'one two\nthree'],
  ['see https://example.com/a-long-address now', 12, 'see\nhttps://example.com/a-long-address\nnow'],
  ['', 5, ''],
])('%j in %i columns', (text, width, lines) => {
  expect(wrapText(text, width)).toBe(lines);
});
