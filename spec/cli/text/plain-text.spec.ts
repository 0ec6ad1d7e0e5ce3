import { expect, it } from '@jest/globals';
import { plainText } from '../../../cli/text/plain-text.js';

it('replaces what a terminal would obey', () => {
  expect(plainText('a\x1b[31mb\r\nc\x9bd é')).toBe('a [31mb c d é');
});
