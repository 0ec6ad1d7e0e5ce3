import { execFileSync } from 'node:child_process';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shellWord } from '../../../cli/text/shell-word.js';

it.each([
  ['https://example.com/a.mp4', 'https://example.com/a.mp4'],
  ['https://example.com/?a=1&b=2', "'https://example.com/?a=1&b=2'"],
  ['--base-url', '--base-url'],
  ['$(reboot)', "'$(reboot)'"],
  // Special only at the start of a word: a home directory, and zsh's command paths.
  ['~', "'~'"],
  ['=ls', "'=ls'"],
])('%s is written %s', (word, written) => {
  expect(shellWord(word)).toBe(written);
});

it('words survive a shell', () => {
  const words = fc.array(fc.string({ unit: 'grapheme-ascii' }), { maxLength: 40 });
  fc.assert(
    fc.property(words, given => {
      const script = `printf '%s\\0' ${['first', ...given].map(shellWord).join(' ')}`;
      const printed = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0');
      expect(printed.slice(1, -1)).toEqual(given);
    }),
    { numRuns: 30 },
  );
});

it('quotes only what needs quoting', () => {
  expect(['plain-1.0', 'Spanish (Spain)', "it's", ''].map(shellWord)).toEqual([
    'plain-1.0',
    "'Spanish (Spain)'",
    String.raw`'it'\''s'`,
    "''",
  ]);
});
