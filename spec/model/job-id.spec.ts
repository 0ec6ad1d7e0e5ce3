import { describe, expect, it } from '@jest/globals';
import { checkHttpJobId, checkJobId, isHttpJobId, isJobId } from '../../lib/model/job-id.js';

describe('ids of any service', () => {
  it.each([
    'a',
    '7',
    'projects/p/locations/eu/operations/1',
    'arn:aws:states:eu-west-1:123456789012:execution:dub:7f3a',
    'dGhlIGpvYg==',
    'my video.mp4',
    '..',
    'é',
    'x'.repeat(2048),
  ])('may be %s', id => {
    expect(isJobId(id)).toBe(true);
    expect(checkJobId(id)).toBe(id);
  });

  it.each(['', 'x'.repeat(2049), 7, null, undefined, {}])('may not be %p', id => {
    expect(isJobId(id)).toBe(false);
    expect(() => checkJobId(id)).toThrow(TypeError);
  });

  it('are refused with option, bound and value', () => {
    expect(() => checkJobId('', 'watch')).toThrow(
      'Cannot watch: job id must be a string of 1 to 2048 characters, got ""',
    );
    expect(() => checkJobId('é'.repeat(3000))).toThrow(/, got "é{60}\.\.\."$/);
    expect(() => checkJobId(null)).toThrow(/^Cannot poll: .*, got null$/);
  });
});

describe('ids that go into a path', () => {
  it.each(['a', '...', 'f81d4fae7dec11d0a76500a0c91e6bf6-es', 'a.b_c:d~e-F9', 'x'.repeat(255)])(
    'may be %s',
    id => {
      expect(isHttpJobId(id)).toBe(true);
      expect(checkHttpJobId(id)).toBe(id);
    },
  );

  it.each([
    '',
    '.',
    '..',
    '/',
    'a/b',
    'a b',
    'a,b',
    '%2e%2e',
    'ä',
    'a\n',
    'x'.repeat(256),
    7,
    null,
    undefined,
  ])('may not be %p', id => {
    expect(isHttpJobId(id)).toBe(false);
    expect(() => checkHttpJobId(id)).toThrow(TypeError);
  });

  it('are refused with option, bound and value', () => {
    expect(() => checkHttpJobId('', 'watch')).toThrow(
      'Cannot watch: job id must be 1 to 255 characters of A-Z a-z 0-9 . _ : ~ -, got ""',
    );
    expect(() => checkHttpJobId('..')).toThrow('Cannot poll: job id must not be . or .., got ".."');
    expect(() => checkHttpJobId('é'.repeat(1000))).toThrow(/, got "é{60}\.\.\."$/);
    expect(() => checkHttpJobId({})).toThrow(/, got an object$/);
  });
});
