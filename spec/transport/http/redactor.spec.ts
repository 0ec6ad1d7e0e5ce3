import { describe, expect, it } from '@jest/globals';
import { oneLine, redactor } from '../../../lib/transport/http/redactor.js';

describe('redactor', () => {
  it('takes a secret out in the forms in which it comes back', () => {
    const redact = redactor(['Bearer a/b+c==', 'a/b+c==']);
    expect(redact('no key here')).toBe('no key here');
    expect(redact('you sent a/b+c==, not a/b+c==')).toBe('you sent [redacted], not [redacted]');
    expect(redact('authorization: Bearer a/b+c==')).toBe('authorization: [redacted]');
    expect(redact('?key=a%2Fb%2Bc%3D%3D')).toBe('?key=[redacted]');
    expect(redact(String.raw`{"key":"a\/b+c=="}`)).toBe('{"key":"[redacted]"}');
  });
});

describe('oneLine', () => {
  it.each([
    ['  a\r\nb\tc  ', 'a b c'],
    ['\u001b[31mred\u001b[0m', '[31mred [0m'],
    ['a\u202eb', 'a b'],
    ['x'.repeat(25), `${'x'.repeat(17)}...`],
    ['x'.repeat(20), 'x'.repeat(20)],
    ['\0'.repeat(9), ''],
  ])('%j becomes %j', (text, line) => {
    expect(oneLine(text, 20)).toBe(line);
  });
});
