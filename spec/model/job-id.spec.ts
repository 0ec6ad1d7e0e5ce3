import { describe, expect, it } from '@jest/globals';
import { checkJobId, isJobId } from '../../lib/model/job-id.js';

describe('job ids', () => {
  it.each(['a', '...', 'f81d4fae7dec11d0a76500a0c91e6bf6-es', 'a.b_c:d~e-F9', 'x'.repeat(255)])(
    'takes %s',
    id => {
      expect(isJobId(id)).toBe(true);
      expect(checkJobId(id)).toBe(id);
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
  ])('refuses %p', id => {
    expect(isJobId(id)).toBe(false);
    expect(() => checkJobId(id)).toThrow(TypeError);
  });

  it('says what, which, bound and value', () => {
    expect(() => checkJobId('', 'watch')).toThrow(
      'Cannot watch: job id must be 1 to 255 characters of A-Z a-z 0-9 . _ : ~ -, got ""',
    );
    expect(() => checkJobId('..')).toThrow('Cannot ask for a job: job id must not be . or .., got ".."');
    expect(() => checkJobId('é'.repeat(1000))).toThrow(/, got "é{60}\.\.\."$/);
    expect(() => checkJobId({})).toThrow(/, got object$/);
  });
});
