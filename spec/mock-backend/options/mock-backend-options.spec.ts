import { describe, expect, it } from '@jest/globals';
import { createMockBackend, startMockBackend, type MockBackendOptions } from '../../../mock-backend/index.js';

describe('options', () => {
  it.each<[unknown, string]>([
    [{ jobErrors: 2 }, '`jobErrors` must be between 0 and 1, got 2'],
    [{ faults: NaN }, '`faults` must be a number, got NaN'],
    [{ jobErors: 0.1 }, 'unknown option `jobErors`'],
    [{ processingMs: [8, 2] }, '`processingMs` must not end before it begins, got [8,2]'],
    [{ seed: 1.5 }, '`seed` must be a whole number, got 1.5'],
    [{ now: 5 }, '`now` must be a function, got 5'],
    [{ bulk: 300 }, "`bulk` must be true, false, 400, 404, 405, 501 or 'ignored', got 300"],
    [
      { outages: [{ startsAfterMs: -1, lastsMs: 5 }] },
      '`outages[0].startsAfterMs` must be at least 0, got -1',
    ],
    [{ script: [{ kind: 'status' }] }, '`script[0].status` must be a whole number, got undefined'],
    [
      { script: [{ kind: 'status', status: 200, headers: { 'not a name': 'x' } }] },
      '`script[0].headers` must be valid HTTP headers, got {"not a name":"x"}',
    ],
    [
      { script: [{ kind: 'status', status: 429, retryAfter: '1\n2' }] },
      '`script[0].retryAfter` must be valid in an HTTP header, got "1\\n2"',
    ],
    [
      { script: [{ kind: 'redirect', to: '/✓' }] },
      '`script[0].to` must be valid in an HTTP header, got "/✓"',
    ],
    [{ script: [{ kind: 'explode' }] }, '`script[0].kind` must be a fault of a known kind, got "explode"'],
    [{ script: [{ kind: 'stall', forever: true }] }, 'unknown option `script[0].forever`'],
    [{ heygen: { quotaStatus: 429 } }, '`heygen.quotaStatus` has no effect without `quota`, got 429'],
    [{ heygen: { webhooks: { lateMs: 5 } } }, '`heygen.webhooks.lateMs` has no effect without `late`, got 5'],
    [{ linkTtlMs: -1 }, '`linkTtlMs` must be at least 0, got -1'],
    [{ expiredLinkStatus: 404 }, '`expiredLinkStatus` must be 403 or 410, got 404'],
    [
      { implicitJob: true },
      "`implicitJob` must be 'with-backend', 'with-first-request', 'restarts' or false, got true",
    ],
    [{ faultMix: [] }, '`faultMix` must hold at least one fault, got []'],
    [null, 'options must be an object, got null'],
  ])('refuse %j in one sentence', (options, sentence) => {
    expect(() => createMockBackend(options as MockBackendOptions)).toThrow(
      new TypeError(`Cannot create the mock backend: ${sentence}`),
    );
  });

  it.each<[unknown, string]>([
    [{ port: 70_000 }, '`port` must be at most 65535, got 70000'],
    [{ host: 5 }, '`host` must be text, got 5'],
    [{ host: '' }, '`host` must not be empty, got ""'],
  ])('refuse to start with %j', async (options, sentence) => {
    await expect(startMockBackend(options as object)).rejects.toThrow(
      `Cannot start the mock backend: ${sentence}`,
    );
  });

  it('that are undefined keep their defaults', () => {
    expect(createMockBackend({ seed: undefined, faults: undefined }).seed).toBeGreaterThanOrEqual(0);
  });
});
