import { expect } from '@jest/globals';
import {
  checkCreateOptions,
  checkHandler,
  checkStatusOptions,
  checkTranslateOptions,
  checkWaitOptions,
} from '../../lib/options/checks.js';

describe('the options of a call', () => {
  it.each<[string, (given: object) => unknown, object, string]>([
    [
      'translate',
      checkTranslateOptions,
      { emit: 'all' },
      "Cannot translate: `emit` must be 'changes' or 'polls'",
    ],
    [
      'translate',
      checkTranslateOptions,
      { wake$: 5 },
      'Cannot translate: `wake$` must have `subscribe()`, got 5',
    ],
    ['translate', checkTranslateOptions, { paused$: {} }, '`paused$` must have `subscribe()`, got an object'],
    [
      'translate',
      checkTranslateOptions,
      { paused$: () => 5 },
      '`paused$` must have `subscribe()`, got a function',
    ],
    ['translate', checkTranslateOptions, { idempotencyKey: '' }, '`idempotencyKey` must be'],
    ['translate', checkTranslateOptions, { signal: undefined }, 'unknown option `signal`'],
    [
      'wait',
      checkWaitOptions,
      { signal: 5 },
      'Cannot watch: `signal` must have `addEventListener()` and `removeEventListener()`, got 5',
    ],
    ['wait', checkWaitOptions, { idempotencyKey: 'a' }, 'unknown option `idempotencyKey`'],
    ['status', checkStatusOptions, { timeoutMs: 5 }, 'Cannot get a status: unknown option `timeoutMs`'],
    ['create', checkCreateOptions, { timeoutMs: 5 }, 'Cannot create a job: unknown option `timeoutMs`'],
    ['create', checkCreateOptions, { idempotencyKey: 'x'.repeat(241) }, '1 to 240 characters'],
  ])('%s: %#', (_call, check, given, complaint) => {
    expect(() => check(given)).toThrow(complaint);
  });

  it('may all be given', () => {
    const signal = new AbortController().signal;
    expect(() => checkCreateOptions({ signal, idempotencyKey: 'x'.repeat(240) })).not.toThrow();
    expect(() => checkWaitOptions({ signal, emit: 'polls', timeoutMs: 0 })).not.toThrow();
    expect(() => checkTranslateOptions({ idempotencyKey: 'order-7', key: 'speed' })).not.toThrow();
  });
});

describe('a handler', () => {
  it('is a function', () => {
    expect(() => checkHandler('TIMEOUT', () => undefined)).not.toThrow();
    expect(() => checkHandler('TIMEOUT', 5)).toThrow('Cannot listen: `TIMEOUT` must be a function, got 5');
  });

  it('is for an event that there is', () => {
    expect(() => checkHandler('TIMEOUTS', () => undefined)).toThrow(
      'Cannot listen: unknown event `TIMEOUTS`, known are JOB_CREATED, ',
    );
  });
});
