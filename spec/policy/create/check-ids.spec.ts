import { expect } from '@jest/globals';
import { ProtocolError } from '../../../lib/model/errors.js';
import type { TranslationRequest } from '../../../lib/model/request.js';
import { checkIds } from '../../../lib/policy/create/check-ids.js';

const two: TranslationRequest = { outputLanguages: ['French', 'German'] };

describe('the ids that a create returned', () => {
  it.each<[string, readonly string[], TranslationRequest]>([
    ['one for a request without a language', ['job-1'], {}],
    ['one for an empty list of languages', ['job-1'], { outputLanguages: [] }],
    ['one for each language', ['job-1', 'job-2'], two],
  ])('are taken: %s', (_title, jobIds, request) => {
    expect(checkIds(jobIds, request)).toEqual(jobIds);
  });

  it.each<[string, readonly unknown[], TranslationRequest, string, readonly string[] | undefined]>([
    ['none', [], {}, '0 job ids instead of 1', undefined],
    ['too few', ['job-1'], two, '1 job ids instead of 2: job-1', ['job-1']],
    ['too many', ['job-1', 'job-2'], {}, '2 job ids instead of 1: job-1, job-2', ['job-1', 'job-2']],
    ['one invalid id', ['job-1', 7], two, '1 job ids instead of 2: job-1', ['job-1']],
    ['an additional invalid id', ['job-1', undefined], {}, '1 job ids instead of 1: job-1', ['job-1']],
    ['no id at all', [null], {}, '0 job ids instead of 1', undefined],
  ])('are refused, and those that are ids kept: %s', (_title, jobIds, request, what, created) => {
    let thrown: unknown;
    try {
      checkIds(jobIds, request);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ProtocolError);
    expect((thrown as ProtocolError).message).toBe(`The service returned ${what}`);
    expect((thrown as ProtocolError).created).toEqual(created);
  });
});
