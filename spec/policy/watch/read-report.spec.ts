import { expect } from '@jest/globals';
import { ProtocolError } from '../../../lib/model/errors.js';
import { readReport } from '../../../lib/policy/watch/read-report.js';
import type { StatusReport } from '../../../lib/model/status-report.js';

const read = (report: object) => readReport({ jobId: 'job-1', status: 'running', ...report } as StatusReport);

describe('a word of the service', () => {
  it.each([
    ...['pending', 'PENDING', ' Pending '].map(word => [word, 'pending', undefined]),
    ...['completed', 'COMPLETED'].map(word => [word, 'completed', undefined]),
    ...['error', 'Error'].map(word => [word, 'error', undefined]),
    ...['failed', 'Errored', 'canceled', 'CANCELLED', 'timed out', 'Timed-Out', 'timeout', 'expired'].map(
      word => [word, 'error', word],
    ),
    ...['rejected', 'aborted', 'terminated', 'killed', 'deleted', 'crashed', 'dead'].map(word => [
      word,
      'error',
      word,
    ]),
    ...['rendering', 'paused', 'stopped', 'constructor'].map(word => [word, undefined, word]),
    ['x'.repeat(500), undefined, 'x'.repeat(100)],
  ])('%s means %s', (word, status, statusText) => {
    expect(read({ status: word })).toMatchObject({ status, statusText });
  });

  it.each([undefined, null, '', ' ', 5, {}, []])('must be there: not %p', status => {
    expect(read({ status })).toBeInstanceOf(ProtocolError);
  });
});

describe('a result', () => {
  it.each([
    [{ videoUrl: 'https://x' }, { videoUrl: 'https://x' }, []],
    [null, undefined, []],
    [5, undefined, ['result']],
    ['https://x', undefined, ['result']],
    [[1], undefined, ['result']],
  ])('%p is read as %p', (given, result, dropped) => {
    expect(read({ status: 'completed', result: given })).toMatchObject({ result, dropped });
  });
});

describe('a failure', () => {
  it.each([
    [{ message: 'no voice', code: 'x' }, { message: 'no voice', code: 'x' }, []],
    ['no voice', { message: 'no voice' }, []],
    [null, undefined, []],
    [5, undefined, ['failure']],
    [{ reason: 'no voice' }, undefined, ['failure']],
  ])('%p is read as %p', (given, failure, dropped) => {
    expect(read({ status: 'error', failure: given })).toMatchObject({ failure, dropped });
  });
});
