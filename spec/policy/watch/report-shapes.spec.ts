import { expect } from '@jest/globals';
import { readReport } from '../../../lib/policy/watch/read-report.js';

const read = (report: object) => readReport({ jobId: 'job-1', status: 'running', ...report });

describe('a word that ends a job', () => {
  it.each(['Errored', 'CANCELLED', 'Timed-Out', 'terminated', 'killed', 'deleted', 'crashed', 'dead'])(
    '%s means that it has failed',
    word => {
      expect(read({ status: word })).toMatchObject({ status: 'error', statusText: word });
    },
  );

  it.each(['paused', 'stopped', 'constructor', '__proto__'])('is not %s', word => {
    expect(read({ status: word })).toMatchObject({ status: undefined, statusText: word });
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
    [{ message: 'no voice', code: 7 }, { message: 'no voice' }, []],
    [null, undefined, []],
    [5, undefined, ['failure']],
    [{ reason: 'no voice' }, undefined, ['failure']],
  ])('%p is read as %p', (given, failure, dropped) => {
    expect(read({ status: 'error', failure: given })).toMatchObject({ failure, dropped });
  });

  it('that is an error of another library shows nothing but its message and code', () => {
    const failure = Object.assign(new Error('no voice'), { code: 'E_VOICE', config: { headers: 'secret' } });
    expect(read({ status: 'error', failure })).toHaveProperty('failure', {
      message: 'no voice',
      code: 'E_VOICE',
    });
  });
});
