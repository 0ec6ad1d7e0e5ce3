import { isTranslationError } from '../../lib/index.js';
import { hidePassword } from '../text/hide-password.js';
import { DownloadError } from './download-error.js';
import { isKeyRefused } from './is-key-refused.js';
import { reasonOf } from './reason-of.js';

/** An error as `--json` prints it. */
export interface ErrorDescription {
  readonly name: string;
  /** The service's or the platform's own code, if there is one, such as `ECONNREFUSED`. */
  readonly code: string;
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
  readonly status?: number;
  readonly requestId?: string;
}

type CodeAndHint = readonly [code: string, hint: string];

const KEY_REFUSED: CodeAndHint = ['key_refused', 'Check HEYGEN_API_KEY or HEYGEN_ACCESS_TOKEN.'];
const DOWNLOAD_TRANSIENT: CodeAndHint = ['download', 'Run the command again: it resumes where it stopped.'];
const DOWNLOAD_FINAL: CodeAndHint = [
  'download',
  'Fix the problem described in the message, then run the command again.',
];
const UNEXPECTED: CodeAndHint = ['unexpected', 'Please report this as a bug in heygen-rx.'];

const BY_NAME: Readonly<Record<string, CodeAndHint>> = {
  UsageError: ['usage', 'Run `heygen-rx --help`.'],
  CredentialsError: ['no_credentials', 'Set HEYGEN_API_KEY or HEYGEN_ACCESS_TOKEN.'],
  ProxyError: ['proxy_not_supported', 'Set NODE_USE_ENV_PROXY=1 on Node 24, or add the host to NO_PROXY.'],
  OutputError: ['output_lost', 'Make sure that the output can be written, then run the command again.'],
  AddressError: ['wrong_address', 'Check the URL and the network, then run the command again.'],
  DatabaseError: [
    'database',
    'Check that the database is running, and that --database-url or HEYGEN_RX_DATABASE_URL is correct.',
  ],
  AuthenticationError: ['forbidden', 'The key has no access: the job may belong to another account.'],
  JobNotFoundError: [
    'job_not_found',
    'Check the id: the job may have been deleted, or belong to another account.',
  ],
  QuotaError: ['quota_exceeded', 'Add credit to the account, then run the command again.'],
  RequestError: ['request_refused', 'Correct the request: the same one will be refused again.'],
  RateLimitError: ['rate_limited', 'Wait a while, then run the command again.'],
  ServerError: ['server_error', 'Run the command again later.'],
  NetworkError: ['network', 'Check the network and the URL, then run the command again.'],
  ProtocolError: ['unreadable_answer', 'Check that the URL is that of the API.'],
  CircuitBreakerError: ['circuit_open', 'Run the command again later.'],
  TimeoutError: ['timeout', 'Watch the job again, with a longer --timeout.'],
  UnknownOutcomeError: [
    'unknown_outcome',
    'Run the command in `continueWith` of the summary: it will not create any job twice.',
  ],
};

/** Describes an error for programs. */
export function describeError(error: unknown): ErrorDescription {
  const name = error instanceof Error ? error.name : 'Error';
  const [defaultCode, hint] = codeAndHintOf(error, name);
  const details = isTranslationError(error) ? detailsOf(error) : {};
  return { name, code: defaultCode, message: hidePassword(reasonOf(error)), hint, ...details };
}

function codeAndHintOf(error: unknown, name: string): CodeAndHint {
  if (isKeyRefused(error)) return KEY_REFUSED;
  if (error instanceof DownloadError) return error.failure === 'final' ? DOWNLOAD_FINAL : DOWNLOAD_TRANSIENT;
  return BY_NAME[name] ?? UNEXPECTED;
}

function detailsOf(error: object): Partial<ErrorDescription> {
  const { code, status, requestId } = error as Partial<ErrorDescription>;
  return {
    ...(code !== undefined && { code }),
    ...(status !== undefined && { status }),
    ...(requestId !== undefined && { requestId }),
  };
}
