import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { urlText } from '../../../cli/text/url-text.js';
import { jsonText } from '../../../cli/text/json-text.js';
import { plainText } from '../../../cli/text/plain-text.js';

const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

it('replaces control characters', () => {
  expect(plainText('a\x1b[31mb\r\nc\x9bd é')).toBe('a [31mb c d é');
});

it.each([
  ['a line separator', 'a\u2028b', 'a b', '"a\\u2028b"'],
  ['the C1 form of an escape', 'a\u009b31mb', 'a 31mb', '"a\\u009b31mb"'],
  ['a reversed direction', 'exe.\u202egpj', 'exe.\\u{202e}gpj', '"exe.\\u202egpj"'],
  ['an isolate', '\u2066a\u2069', '\\u{2066}a\\u{2069}', '"\\u2066a\\u2069"'],
  ['an invisible space', 'a\u200bb', 'a\\u{200b}b', '"a\\u200bb"'],
  ['beyond 16 bits', '\u{e0041}', '\\u{e0041}', '"\\udb40\\udc41"'],
  ['ordinary text', 'Größe 🎬 日本', 'Größe 🎬 日本', '"Größe 🎬 日本"'],
])('%s is escaped, in plain text and in JSON', (_, text, plain, json) => {
  expect(plainText(text)).toBe(plain);
  expect(jsonText(text)).toBe(json);
  expect(JSON.parse(json)).toBe(text);
});

it('escapes every text, and JSON keeps its value', () => {
  // Not the unit 'binary': to make its tables takes longer than all else here.
  const unit = fc.integer({ min: 0, max: 0x10ffff }).map(code => String.fromCodePoint(code));
  const text = fc.string({ unit, maxLength: 40 });
  fc.assert(
    fc.property(text, given => {
      expect(plainText(given)).not.toMatch(UNSAFE);
      expect(jsonText({ given })).not.toMatch(UNSAFE);
      expect(JSON.parse(jsonText({ given }))).toEqual({ given });
      expect(urlText(given)).not.toMatch(/[\p{Cc}\p{Cf}\p{Z}]/u);
    }),
  );
});

it.each([
  ['https://a/b c\u202e\x1b[2J', 'https://a/b%20c%E2%80%AE%1B[2J'],
  ['https://a/v.mp4?x=%20&y=ü', 'https://a/v.mp4?x=%20&y=ü'],
  ['https://a/\ud800', 'https://a/%EF%BF%BD'],
])('the address %j is written %s', (address, written) => {
  expect(urlText(address)).toBe(written);
});
