import { expect } from '@jest/globals';
import {
  isJobNotFoundError,
  isTranslationError,
  JobNotFoundError,
  NetworkError,
  ServerError,
  toTranslationError,
  TranslationError,
  withDetails,
} from '../../lib/model/errors.js';
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

  it('keeps no more than that as the cause of a cause, either', () => {
    const network = new NetworkError('no answer', { cause: withRequest() });
    const error = toTranslationError(new ServerError('down', { status: 503, cause: network }));
    expect(error).toMatchObject({
      status: 503,
      cause: { name: 'NetworkError', cause: { name: 'AxiosError', message: 'socket hang up' } },
    });
    expect(everythingShown(error)).not.toContain('secret-token');
  });

  it('may be its own cause', () => {
    const error = new NetworkError('no answer');
    Object.defineProperty(error, 'cause', { value: error });
    expect(toTranslationError(error)).toMatchObject({ name: 'NetworkError', message: 'no answer' });
  });

  const revoked = (): unknown => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  };
  const parsedLate = Object.defineProperty({ name: 'LateError', code: 'E_LATE' }, 'message', {
    get: () => {
      throw new Error('parsed too late');
    },
  });
  it.each<[string, unknown, string]>([
    ['has a field that throws when it is read', parsedLate, 'LateError: no message'],
    ['throws whatever is read', revoked(), 'Error: no message'],
    ['is a function', revoked, String(revoked)],
    ['is a symbol', Symbol('down'), 'Symbol(down)'],
  ])('%s', (_, thrown, described) => {
    expect(isTranslationError(thrown)).toBe(false);
    expect(toTranslationError(thrown)).toMatchObject({
      name: 'NetworkError',
      message: `The transport failed: ${described}`,
    });
  });
});

describe('an error of this library that cannot be copied', () => {
  const unreadable = (field: string): unknown =>
    Object.defineProperty(new NetworkError('no answer', { code: 'ECONNRESET' }), field, {
      enumerable: true,
      get: () => {
        throw new Error('parsed too late');
      },
    });
  it.each<[string, unknown]>([
    ['because its cause throws when it is read', unreadable('cause')],
    ['because a field does', unreadable('details')],
    ['because it has no prototype', Object.setPrototypeOf(new NetworkError('no answer'), null)],
  ])('%s, counts as foreign: a watch can add its job', (_, thrown) => {
    expect(withDetails(toTranslationError(thrown), { jobId: 'a' })).toMatchObject({
      name: 'NetworkError',
      jobId: 'a',
      cause: { name: 'NetworkError', message: 'no answer' },
    });
  });
});

it('an error parsed from JSON may have fields of any name', () => {
  const json =
    '{"library":"heygen-rx","name":"NetworkError","message":"m","constructor":"no","__proto__":null}';
  const error = toTranslationError(JSON.parse(json));
  expect(withDetails(error, { jobId: 'a' })).toMatchObject({
    name: 'NetworkError',
    message: 'm',
    jobId: 'a',
  });
});

it('an error parsed from JSON is an `Error` again when a transport throws it', () => {
  const parsed: unknown = JSON.parse(
    JSON.stringify(new JobNotFoundError('gone', { jobId: 'a', status: 404 })),
  );
  const error = toTranslationError(parsed);
  expect(error).toBeInstanceOf(TranslationError);
  expect(isJobNotFoundError(error)).toBe(true);
  expect(error).toMatchObject({ name: 'JobNotFoundError', message: 'gone', jobId: 'a', status: 404 });
});
