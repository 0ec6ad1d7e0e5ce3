import { expect } from '@jest/globals';
import { NetworkError, toTranslationError } from '../../lib/model/errors.js';
import { everythingShown } from '../helpers/everything-shown.js';

/** As other HTTP libraries throw them: with the whole request, key included. */
const withRequest = (): Error =>
  Object.assign(new Error('socket hang up'), {
    name: 'AxiosError',
    code: 'ECONNRESET',
    config: { headers: { authorization: 'Bearer secret-token' } },
    request: { header: 'authorization: Bearer secret-token' },
  });

describe('an error from another library', () => {
  it.each<[string, () => unknown]>([
    ['thrown by a transport', withRequest],
    ['as the cause of a library error', () => new NetworkError('no answer', { cause: withRequest() })],
  ])('%s keeps its name, message and code, and nothing else', (_, thrown) => {
    const error = toTranslationError(thrown());
    expect(error).toMatchObject({
      name: 'NetworkError',
      cause: { name: 'AxiosError', message: 'socket hang up', code: 'ECONNRESET' },
    });
    expect(everythingShown(error)).not.toContain('secret-token');
  });
});
