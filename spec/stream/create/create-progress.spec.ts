import { expect } from '@jest/globals';
import { ProtocolError } from 'heygen-rx';
import { CreateProgress } from '../../../lib/stream/create/create-progress.js';

describe('the progress of a create', () => {
  it('is uncertain while a request is in flight, and certain once it was answered', () => {
    const progress = new CreateProgress('key-1');
    expect(progress.abandonedError('stop')).toBeUndefined();
    progress.onSent(true);
    progress.onCreated('a');
    expect(progress.abandonedError('stop')).toMatchObject({ idempotencyKey: 'key-1', created: ['a'] });
    progress.onSent(false);
    progress.onAnswer(['a', 'b']);
    expect(progress.abandonedError('stop')).toBeUndefined();
    expect(progress.known).toEqual(['a', 'b']);
  });

  it('knows the jobs that an error names', () => {
    const progress = new CreateProgress('key-1');
    const error = new ProtocolError('one id too few', { created: ['a'] });
    progress.onError(error);
    expect(progress.failure(error)).toMatchObject({ name: 'UnknownOutcomeError', created: ['a'] });
    expect(progress.known).toEqual(['a']);
  });
});
