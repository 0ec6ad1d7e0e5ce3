import { describe, expect, it } from '@jest/globals';
import { isLasting, troubleAfter, type RequestTrouble } from '../../../cli/jobs/trouble.js';
import {
  NetworkError,
  ProtocolError,
  RateLimitError,
  ServerError,
  type ClientEvent,
  type TranslationError,
} from '../../../lib/index.js';

const NEW = { url: 'http://jobs.test', hasAnswered: false };
const KNOWN = { ...NEW, hasAnswered: true };

const network = (code?: string) => new NetworkError('no response', { code });
const failed = (error: TranslationError, attempt = 1): ClientEvent =>
  ({ type: 'RETRY_ATTEMPTED', at: 1000, jobId: 'a', attempt, delayMs: 500, error }) as const;
const opened: ClientEvent = {
  type: 'CIRCUIT_BREAKER_OPENED',
  at: 1000,
  delayMs: 3000,
  previousState: 'closed',
  currentState: 'open',
};
const after = (events: readonly ClientEvent[], service = NEW) =>
  events.reduce<RequestTrouble | undefined>(
    (before, event) => troubleAfter(before, event, service),
    undefined,
  );

it.each<[error: TranslationError, what: string, doubt: RequestTrouble['doubt']]>([
  [network('ECONNREFUSED'), 'cannot reach http://jobs.test: connection refused (ECONNREFUSED)', 'possible'],
  [network('ENOTFOUND'), 'cannot reach http://jobs.test: host not found (ENOTFOUND)', 'certain'],
  [network('EPROTO'), 'cannot reach http://jobs.test: no TLS connection (EPROTO)', 'certain'],
  [
    network('ERR_SSL_WRONG_VERSION_NUMBER'),
    'cannot reach http://jobs.test: no TLS connection (ERR_SSL_WRONG_VERSION_NUMBER)',
    'certain',
  ],
  [
    network('EAI_AGAIN'),
    'cannot reach http://jobs.test: the host name cannot be resolved at the moment (EAI_AGAIN)',
    'possible',
  ],
  [
    network('UND_ERR_SOCKET'),
    'cannot reach http://jobs.test: connection closed (UND_ERR_SOCKET)',
    'possible',
  ],
  [network('E_NEW'), 'cannot reach http://jobs.test: E_NEW', 'possible'],
  [network('timeout'), 'no response from http://jobs.test', 'possible'],
  [network(), 'no response from http://jobs.test', 'possible'],
  [
    new ProtocolError('page', { code: 'not_json' }),
    'the responses from http://jobs.test are not JSON',
    'likely',
  ],
  [new ProtocolError('no id'), 'the responses from http://jobs.test are unreadable', 'likely'],
  [new ServerError('down', { status: 503 }), 'the service is failing (503)', undefined],
  [new RateLimitError('slow down'), 'the service is limiting requests (429)', undefined],
])('%s: %s', (error, what, doubt) => {
  expect(after([failed(error)])).toMatchObject({ what, doubt });
  expect(after([failed(error)], KNOWN)).toMatchObject({ what, doubt: undefined });
});

describe('it is certain that no attempt will succeed', () => {
  const unknown = network('ENOTFOUND');
  it.each<[what: string, events: readonly ClientEvent[], isCertain: boolean]>([
    ['at the third unknown host in a row', [failed(unknown, 3)], true],
    ['not at the second', [failed(unknown, 2)], false],
    ['when the circuit has opened', [failed(unknown), opened, failed(unknown)], true],
    ['not while connections are refused', [failed(network('ECONNREFUSED'), 9)], false],
    ['not while names cannot be looked up', [failed(network('EAI_AGAIN'), 9)], false],
    ['not if the service fails', [failed(new ServerError('down', { status: 503 }), 9)], false],
    ['not if only the circuit has opened', [opened], false],
  ])('%s', (_, events, isCertain) => {
    expect(isLasting(after(events)!)).toBe(isCertain);
    expect(isLasting(after(events, KNOWN)!)).toBe(false);
  });
});
