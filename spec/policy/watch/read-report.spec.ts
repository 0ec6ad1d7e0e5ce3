import { expect } from '@jest/globals';
import { isProtocolError } from '../../../lib/model/errors.js';
import type { StatusReport } from '../../../lib/model/status-report.js';
import { findsOpen, readReport } from '../../../lib/policy/watch/read-report.js';

const reportOf = (fields: object): StatusReport => ({ jobId: 'job-1', ...fields }) as StatusReport;

describe('the word for a status', () => {
  it.each<[string, string | undefined, string | undefined]>([
    // word, our status, the service's own word where it is none of ours
    ['pending', 'pending', undefined],
    ['running', 'running', undefined],
    ['completed', 'completed', undefined],
    ['error', 'error', undefined],
    // Case and blanks do not matter.
    ['COMPLETED', 'completed', undefined],
    [' Running ', 'running', undefined],
    // Ends that are none of ours: the job has failed, and its word is kept as it is.
    ['failed', 'error', 'failed'],
    ['Failed', 'error', 'Failed'],
    ['failure', 'error', 'failure'],
    ['cancelled', 'error', 'cancelled'],
    ['canceled', 'error', 'canceled'],
    ['expired', 'error', 'expired'],
    ['Fail', 'error', 'Fail'],
    ['rejected', 'error', 'rejected'],
    ['aborted', 'error', 'aborted'],
    ['timeout', 'error', 'timeout'],
    ['timed_out', 'error', 'timed_out'],
    ['Timed out', 'error', 'Timed out'],
    ['timed - out', 'error', 'timed - out'],
    [' canceled ', 'error', 'canceled'],
    // Nobody knows what these mean.
    ['rendering', undefined, 'rendering'],
    [' In queue ', undefined, 'In queue'],
    ['x'.repeat(300), undefined, 'x'.repeat(100)],
  ])('%j', (word, status, statusText) => {
    const read = readReport(reportOf({ status: word }));
    expect(read).toMatchObject({ dropped: [] });
    expect([Reflect.get(read, 'status'), Reflect.get(read, 'statusText')]).toEqual([status, statusText]);
  });

  it.each<[string, unknown]>([
    ['no report', undefined],
    ['null', null],
    ['no status', reportOf({})],
    ['an empty status', reportOf({ status: '' })],
    ['a blank one', reportOf({ status: '  ' })],
    ['a number', reportOf({ status: 3 })],
  ])('%s is not a report', (_title, report) => {
    const read = readReport(report);
    expect(isProtocolError(read)).toBe(true);
    expect(read).toMatchObject({ message: 'The response has no status' });
  });
});

describe('the rest of a report', () => {
  const numbers = { progress: 0.5, ageMs: 5, endedAfterMs: 6, videoSeconds: 7, retryAfterMs: 8 };
  const others = { result: { videoUrl: 'https://v.example' }, failure: { message: 'no voice' } };

  it('is kept if it is valid', () => {
    expect(readReport(reportOf({ status: 'running', ...numbers, ...others }))).toMatchObject({
      ...numbers,
      ...others,
      dropped: [],
    });
  });

  it.each<[string, readonly unknown[], readonly unknown[]]>([
    // field, values that are kept, values that are dropped
    ['progress', [0, 0.5, 1], [-0.1, 1.1, 40, NaN, '0.5']],
    ['ageMs', [0, 1e12], [-1, Infinity, NaN, '5']],
    ['endedAfterMs', [0, 1e12], [-1, Infinity, NaN, {}]],
    ['videoSeconds', [0.1, 3600], [0, -1, Infinity, NaN, true]],
    ['retryAfterMs', [0, 5000, Infinity], [-1, NaN, '5']],
  ])('%s', (field, kept, dropped) => {
    for (const value of kept) {
      const read = readReport(reportOf({ status: 'running', [field]: value }));
      expect(read).toMatchObject({ [field]: value, dropped: [] });
    }
    for (const value of dropped) {
      const read = readReport(reportOf({ status: 'running', [field]: value }));
      expect([Reflect.get(read, field), Reflect.get(read, 'dropped')]).toEqual([undefined, [field]]);
    }
    for (const value of [undefined, null]) {
      const read = readReport(reportOf({ status: 'running', [field]: value }));
      expect([Reflect.get(read, field), Reflect.get(read, 'dropped')]).toEqual([undefined, []]);
    }
  });
});

describe('a report finds its job open', () => {
  const { proxy: unreadable, revoke } = Proxy.revocable({}, {});
  revoke();

  it.each<[string, StatusReport | undefined, boolean]>([
    ['pending', reportOf({ status: 'pending' }), true],
    ['running', reportOf({ status: 'running' }), true],
    ['with an unknown status word', reportOf({ status: 'rendering' }), true],
    ['completed', reportOf({ status: 'completed' }), false],
    ['failed', reportOf({ status: 'canceled' }), false],
    ['not found', reportOf({ status: 'not_found' }), false],
    ['without a status', reportOf({}), false],
    ['with a blank one', reportOf({ status: ' ' }), false],
    ['no report', undefined, false],
    // Each other job of a bulk response asks.
    ['with a failure that cannot be read', reportOf({ status: 'failed', failure: unreadable }), false],
    ['with a result that cannot be read', reportOf({ status: 'running', result: unreadable }), true],
  ])('%s: %s', (_title, report, isOpen) => {
    expect(findsOpen(report)).toBe(isOpen);
  });
});
