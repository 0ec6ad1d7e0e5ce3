import { expect } from '@jest/globals';
import { ProtocolError, RequestError } from 'heygen-rx';
import { CreateProgress } from '../../../lib/stream/create/create-progress.js';

describe('the progress of a create', () => {
  it('is uncertain while a request is in flight, and certain after its response', () => {
    const progress = new CreateProgress('key-1');
    expect(progress.abandonedError('stop')).toBeUndefined();
    progress.onSent();
    progress.onCreated('a');
    expect(progress.abandonedError('stop')).toMatchObject({ idempotencyKey: 'key-1', created: ['a'] });
    progress.onAnswer(['a', 'b']);
    expect(progress.abandonedError('stop')).toBeUndefined();
    expect(progress.known).toEqual(['a', 'b']);
  });

  it('is certain again after a refusal', () => {
    const progress = new CreateProgress('key-1');
    progress.onSent();
    progress.onError(new RequestError('no such language', { status: 400 }));
    expect(progress.abandonedError('stop')).toBeUndefined();
  });

  it('knows the jobs that an error names', () => {
    const progress = new CreateProgress('key-1');
    const error = new ProtocolError('one id too few', { created: ['a'] });
    progress.onError(error);
    expect(progress.failure(error)).toMatchObject({ name: 'UnknownOutcomeError', created: ['a'] });
    expect(progress.known).toEqual(['a']);
  });
});
