import { describe, expect, it } from '@jest/globals';
import { oneLine, Redactor } from '../../../lib/transport/http/redactor.js';

describe('redactor', () => {
  it('removes a secret in the forms in which it may come back', () => {
    const redactor = new Redactor(['Bearer a/b+c==', 'a/b+c==']);
    const redact = (text: string) => redactor.redact(text);
    expect(redact('no key here')).toBe('no key here');
    expect(redact('you sent a/b+c==, not a/b+c==')).toBe('you sent [redacted], not [redacted]');
    expect(redact('authorization: Bearer a/b+c==')).toBe('authorization: [redacted]');
    expect(redact('?key=a%2Fb%2Bc%3D%3D')).toBe('?key=[redacted]');
    expect(redact(String.raw`{"key":"a\/b+c=="}`)).toBe('{"key":"[redacted]"}');
  });

  it('adds secrets and drops the oldest, but never the initial ones', () => {
    const redactor = new Redactor(['fixed-secret']);
    for (let i = 0; i < 60; i++) redactor.learn([`token-${i}-`, 'fixed-secret']);
    expect(redactor.redact('fixed-secret token-59- token-10- token-9-')).toBe(
      '[redacted] [redacted] [redacted] token-9-',
    );
  });

  it('keeps short secrets in URLs, which would not work without them', () => {
    const redactor = new Redactor(['test', 'sk-123456']);
    expect(redactor.redactUrl('https://x/test/v.mp4?key=sk-123456')).toBe(
      'https://x/test/v.mp4?key=[redacted]',
    );
    expect(redactor.redact('test sk-123456')).toBe('[redacted] [redacted]');
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
