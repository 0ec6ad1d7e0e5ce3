import { expect, it } from '@jest/globals';
import { bytesText } from '../../../cli/text/bytes-text.js';

it.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1000, '1.0 kB'],
  [27_140_000, '27.1 MB'],
  [5e15, '5000.0 TB'],
])('%i', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});
