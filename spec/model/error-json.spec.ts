import { expect } from '@jest/globals';
import fc from 'fast-check';
import * as library from 'heygen-rx';
import { errorFromJson, errorToJson } from '../../lib/model/error-json.js';
import { everythingShown } from '../helpers/everything-shown.js';

const {
  AuthenticationError,
  BatchError,
  JobFailedError,
  NetworkError,
  RateLimitError,
  ServerError,
  TimeoutError,
  TranslationError,
  UnknownOutcomeError,
} = library;
type TranslationError = library.TranslationError;

const roundTrip = (error: TranslationError): TranslationError =>
  errorFromJson(JSON.parse(JSON.stringify(errorToJson(error))));

const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined });
const details = fc.record({
  jobId: optional(fc.string()),
  requestId: optional(fc.string()),
  idempotencyKey: optional(fc.string()),
  requestIndex: optional(fc.nat()),
  retryAfterMs: optional(fc.nat()),
  created: optional(fc.array(fc.string())),
  snapshot: optional(
    fc.constant({ jobId: 'a', status: 'running', polls: 2, at: 5, elapsedMs: 5, nextPollAt: 7 } as const),
  ),
});
const foreign = fc
  .record({ name: fc.string(), message: fc.string(), code: fc.string() })
  .map(({ message, ...fields }) => Object.assign(new Error(message), fields));

const { error } = fc.letrec<{ error: TranslationError; cause: unknown }>(tie => ({
  cause: fc.oneof({ maxDepth: 3 }, fc.constant(undefined), foreign, fc.string(), tie('error')),
  error: fc
    .tuple(fc.nat(7), fc.string(), details, tie('cause'), fc.integer({ min: 400, max: 599 }))
    .map(([kind, message, fields, cause, status]) => {
      const all = { ...fields, cause, status };
      switch (kind) {
        case 0:
          return new NetworkError(message, { ...all, code: 'ECONNRESET' });
        case 1:
          return new ServerError(message, all);
        case 2:
          return new RateLimitError(message, all);
        case 3:
          return new AuthenticationError(message, all);
        case 4:
          return new TimeoutError(message, all);
        case 5:
          return new UnknownOutcomeError(message, all);
        case 6:
          return new JobFailedError({ jobId: 'a', status: 'error', polls: 1, at: 0, failure: { message } });
        default: {
          const errors = [new NetworkError(message, fields), new TimeoutError(message, { cause })];
          return new BatchError(message, { ...all, created: ['a'], statuses: { a: 'running' }, errors });
        }
      }
    }),
}));

const guards = Object.entries(library).filter(([name]) => /^is\w+Error$/.test(name)) as [
  string,
  (thrown: unknown) => boolean,
][];

/** All that a user can see of an error, without its stack. */
const shown = (thrown: unknown): unknown =>
  thrown instanceof Error
    ? {
        class: thrown.constructor.name,
        name: thrown.name,
        message: thrown.message,
        fields: Object.entries(thrown)
          .filter(([field]) => field !== 'name')
          .map(([field, value]) => [
            field,
            field === 'errors' ? (value as unknown[]).map(shown) : (value as unknown),
          ]),
        cause: shown(thrown.cause),
      }
    : thrown;

describe('an error as JSON', () => {
  it('comes back with its class, fields and causes', () => {
    fc.assert(
      fc.property(error, before => {
        const after = roundTrip(before);
        expect(shown(after)).toEqual(shown(before));
        for (const [, guard] of guards) expect(guard(after)).toBe(guard(before));
        // And a second time, from a copy.
        expect(errorToJson(after)).toEqual(errorToJson(before));
      }),
    );
  });

  it.each(guards.map(([name]) => name.slice(2)))('knows the class %s', name => {
    const json = { library: 'heygen-rx', name, message: 'm' };
    expect(errorFromJson(json).constructor).toBe(Reflect.get(library, name));
  });

  it('keeps of a foreign cause its name, message and code, and nothing else', () => {
    const cause = Object.assign(new Error('reset'), { code: 'ECONNRESET', config: { key: 'secret-token' } });
    const json = errorToJson(new NetworkError('no response', { cause }));
    expect(everythingShown(json)).not.toContain('secret-token');
    expect(errorFromJson(json).cause).toMatchObject({ name: 'Error', message: 'reset', code: 'ECONNRESET' });
  });

  it.each([7, true, 'reset', null, undefined])('keeps the cause %p', cause => {
    expect(roundTrip(new NetworkError('no response', { cause })).cause).toBe(cause ?? undefined);
  });

  it('has only what any error has, if a custom transport has put something into it that is not JSON', () => {
    const circular: { itself?: unknown } = {};
    circular.itself = circular;
    const odd = Object.assign(new NetworkError('no response', { jobId: 'a' }), {
      toJSON: () => ({ circular }),
    });
    expect(roundTrip(odd)).toMatchObject({ name: 'NetworkError', message: 'no response', jobId: 'a' });
  });

  it('ends where a cause is its own', () => {
    const circular = new TranslationError('a');
    Object.defineProperty(circular, 'cause', { value: circular });
    expect(roundTrip(circular)).toMatchObject({ message: 'a', cause: { cause: { message: 'a' } } });
  });

  it('that is not an error still gives an error', () => {
    expect(errorFromJson({ what: 'ever' })).toMatchObject({
      name: 'TranslationError',
      cause: { what: 'ever' },
    });
    expect(errorFromJson(null)).toMatchObject({ message: 'A stored error could not be read' });
  });

  it('forgets a wait without end', () => {
    const after = roundTrip(new RateLimitError('slow down', { retryAfterMs: Infinity }));
    expect(after).not.toHaveProperty('retryAfterMs');
  });
});
