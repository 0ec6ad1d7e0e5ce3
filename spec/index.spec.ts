import { expect } from '@jest/globals';
import * as browser from 'heygen-rx/browser';
import * as main from 'heygen-rx';
import * as http from 'heygen-rx/http';
import * as mockBackend from 'heygen-rx/mock-backend';
import * as testing from 'heygen-rx/testing';
import * as webhooks from 'heygen-rx/webhooks';
import manifest from '../package.json' with { type: 'json' };

const namesOf = (module: object): string[] => Object.keys(module).sort((a, b) => (a < b ? -1 : 1));

describe('what can be imported', () => {
  it('from heygen-rx', () => {
    expect(namesOf(main)).toMatchInlineSnapshot(`
     [
       "AuthenticationError",
       "BatchError",
       "CircuitBreaker",
       "CircuitBreakerError",
       "ClientClosedError",
       "EventType",
       "JobFailedError",
       "JobNotFoundError",
       "NetworkError",
       "ProtocolError",
       "QuotaError",
       "RateLimitError",
       "RequestError",
       "RetryableError",
       "ServerError",
       "TimeoutError",
       "TranslationClient",
       "TranslationError",
       "UnknownOutcomeError",
       "adaptive",
       "exponential",
       "findLanguage",
       "fixed",
       "heygenApi",
       "isAuthenticationError",
       "isBatchError",
       "isCircuitBreakerError",
       "isClientClosedError",
       "isJobFailedError",
       "isJobNotFoundError",
       "isNetworkError",
       "isProtocolError",
       "isQuotaError",
       "isRateLimitError",
       "isRequestError",
       "isRetryableError",
       "isServerError",
       "isSettled",
       "isTimeoutError",
       "isTranslationError",
       "isUnknownOutcomeError",
       "jittered",
       "jobApi",
       "suggestLanguages",
       "throwIfFailed",
     ]
    `);
  });

  it('from heygen-rx/browser', () => {
    expect(namesOf(browser)).toMatchInlineSnapshot(`
     [
       "hidden$",
       "offline$",
       "pauseWhen",
     ]
    `);
  });

  it('from heygen-rx/http', () => {
    expect(namesOf(http)).toEqual(['HttpClient', 'noBulkCall']);
  });

  it('from heygen-rx/webhooks', () => {
    expect(namesOf(webhooks)).toEqual(['verifyWebhook', 'webhookReceiver']);
  });

  it('from heygen-rx/testing', () => {
    expect(namesOf(testing)).toMatchInlineSnapshot(`
     [
       "batchSnapshot",
       "clientEvent",
       "completedSnapshot",
       "failedSnapshot",
       "marbles",
       "pendingSnapshot",
       "runningSnapshot",
       "scriptedTransport",
       "virtualClient",
     ]
    `);
  });

  it('from heygen-rx/mock-backend', () => {
    expect(namesOf(mockBackend)).toMatchInlineSnapshot(`
     [
       "createMockBackend",
       "dashboard",
       "startMockBackend",
       "webhookHeaders",
     ]
    `);
  });

  it('is all that package.json exports', () => {
    expect(Object.keys(manifest.exports)).toMatchInlineSnapshot(`
     [
       ".",
       "./browser",
       "./durable",
       "./http",
       "./testing",
       "./webhooks",
       "./mock-backend",
       "./package.json",
     ]
    `);
  });
});
