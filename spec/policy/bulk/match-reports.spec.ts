import { expect } from '@jest/globals';
import { matchInBulk, problemWith, reportsById } from '../../../lib/policy/bulk/match-reports.js';
import type { StatusReport } from 'heygen-rx';

const running = { jobId: 'a', status: 'running' };

/** A report one of whose fields cannot be read, as with objects that are parsed late. */
const unreadable = (name: string): never =>
  Object.defineProperty({ ...running }, name, {
    get: () => {
      throw new Error('corrupt');
    },
  }) as never;

describe('a bulk response', () => {
  it.each([
    ['no array', running, 'A bulk response must be an array of reports'],
    ['nothing', undefined, 'A bulk response must be an array of reports'],
    ['an empty one', [], 'A bulk response has none of the requested jobs'],
    [
      'other jobs only',
      [{ jobId: 'x', status: 'running' }],
      'A bulk response has none of the requested jobs',
    ],
    ['no reports', [null, 3, 'a'], 'A bulk response has none of the requested jobs'],
  ])('with %s is refused as a whole', (_, answer, message) => {
    expect(reportsById(answer, ['a', 'b'])).toMatchObject({ name: 'ProtocolError', message });
  });

  it('is taken apart by job, whatever else is in it', () => {
    const byId = reportsById([null, running, { jobId: 'x', status: 'running' }], ['a', 'b']);
    expect((byId as ReadonlyMap<string, StatusReport>).get('a')).toBe(running);
    expect((byId as ReadonlyMap<string, StatusReport>).get('b')).toBeUndefined();
  });

  it('is taken apart although the id of one report cannot be read', () => {
    const byId = reportsById([unreadable('jobId'), running], ['a', 'b']);
    expect((byId as ReadonlyMap<string, StatusReport>).get('a')).toBe(running);
  });

  it.each([
    ['a report', running, 'report'],
    ['no word about it', undefined, 'alone'],
    ['not found', { jobId: 'a', status: 'not_found' }, 'alone'],
    ['a report without a status', { jobId: 'a', status: ' ' }, 'alone'],
    ['a report with a number for a status', { jobId: 'a', status: 7 } as never, 'alone'],
    ['a report whose status cannot be read', unreadable('status'), 'alone'],
    ['a report of which cannot be read whether it is partial', unreadable('partial'), 'report'],
    ['a partial report', { jobId: 'a', status: 'completed', partial: true }, 'seen'],
  ])('with %s of a job', (_, report, match) => {
    expect(matchInBulk(report, 'a')).toBe(match);
  });
});

describe('a single response', () => {
  it.each([[running], [{ status: 'running' }], [{ jobId: 'a', status: 'unheard of' }]])(
    '%j is a report',
    answer => {
      expect(problemWith(answer, 'a')).toBeUndefined();
    },
  );

  it.each([
    ['nothing', undefined, 'ProtocolError', 'The response is not a report for job a'],
    ['null', null, 'ProtocolError', 'The response is not a report for job a'],
    ['a text', 'running', 'ProtocolError', 'The response is not a report for job a'],
    [
      'another job',
      { jobId: 'b', status: 'running' },
      'ProtocolError',
      'The response is about a job other than a',
    ],
    [
      'a status that cannot be read',
      unreadable('status'),
      'ProtocolError',
      'The response has no status for job a',
    ],
    ['no status', { jobId: 'a' }, 'ProtocolError', 'The response has no status for job a'],
    ['not found', { jobId: 'a', status: 'not_found' }, 'JobNotFoundError', 'Job a does not exist'],
  ])('with %s is a failure', (_, answer, name, message) => {
    expect(problemWith(answer, 'a')).toMatchObject({ name, message, jobId: 'a' });
  });

  it('that does not know the job has the code of a bulk response that does not', () => {
    expect(problemWith({ status: 'not_found' }, 'a')).toMatchObject({ code: 'not_found', jobId: 'a' });
  });
});
