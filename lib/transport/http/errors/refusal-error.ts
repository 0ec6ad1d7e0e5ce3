import {
  AuthenticationError,
  JobNotFoundError,
  ProtocolError,
  QuotaError,
  RateLimitError,
  RequestError,
  ServerError,
  type ErrorDetails,
  type HintDetails,
  type TranslationError,
} from '../../../model/errors.js';
import type { Redactor } from '../redactor.js';

/** What an error may reveal about its request. */
export interface RequestDetails {
  /** Method and path, such as `GET /status/j1`; never the query, a header or the body. */
  readonly label: string;
  /** The origin of the service, for URLs without a host in its responses. */
  readonly origin: string;
  /** Fields of every error of this request: the job id, if it concerns one job, and the key of a create. */
  readonly about: Pick<ErrorDetails, 'jobId' | 'idempotencyKey'>;
  /** Removes secrets from what the error quotes. */
  readonly redactor: Redactor;
}

/** A refusal by the service. */
export interface Refusal {
  readonly status: number;
  /** The service's own code for it. */
  readonly code?: string | undefined;
  /** The service's own message. */
  readonly text?: string | undefined;
  readonly requestId?: string | undefined;
  readonly retryAfterMs?: number | undefined;
}

type Details = HintDetails & { readonly status: number; readonly code?: string | undefined };
type MakeError = (message: string, details: Details) => TranslationError;

// Each error has only the fields of its class.
const server: MakeError = (message, details) => new ServerError(message, details);
const authentication: MakeError = (message, details) => new AuthenticationError(message, details);
const rateLimit: MakeError = (message, { status: _, ...details }) => new RateLimitError(message, details);
const refused: MakeError = (message, { retryAfterMs: _, ...details }) => new RequestError(message, details);
const quota: MakeError = (message, { retryAfterMs: _, ...details }) => new QuotaError(message, details);
const notFound: MakeError = (message, { retryAfterMs: _, ...details }) =>
  details.jobId === undefined ? new RequestError(message, details) : new JobNotFoundError(message, details);
const protocol: MakeError = (message, { retryAfterMs: _, code: _code, ...details }) =>
  new ProtocolError(message, details);

/**
 * The code of an error whose response contained no JSON, such as an HTML page or an empty body. It may come from a proxy instead of the service.
 */
export const NOT_JSON = 'not_json';

/** The errors for refusals, by status and code, by status, and by the hundred of the status. */
const ERRORS: Readonly<Record<string, MakeError>> = {
  '409 request_in_progress': server,
  '429 quota_exceeded': quota,
  '429 insufficient_credit': quota,
  '429 trial_limit_exceeded': quota,
  401: authentication,
  402: quota,
  403: authentication,
  404: notFound,
  410: notFound,
  408: server,
  425: server,
  429: rateLimit,
  // A gateway timed out waiting for the service.
  499: server,
  501: refused,
  '4xx': refused,
  '5xx': server,
};

/** The status that each code stands for, to interpret a refusal inside a 200 (from HeyGen's error reference). */
const STATUS_OF_CODE: ReadonlyMap<string, number> = new Map(
  Object.entries({
    400: ['invalid_parameter', 'download_failed', 'content_policy_violation', 'voice_unavailable'],
    401: ['unauthorized', 'authentication_failed'],
    402: ['insufficient_credit', 'plan_upgrade_required', 'trial_limit_exceeded'],
    403: ['forbidden', 'resource_access_denied', 'unlimited_mode_disabled'],
    404: ['not_found', 'resource_not_found', 'video_not_found'],
    409: ['conflict', 'request_in_progress'],
    413: ['payload_too_large'],
    429: ['quota_exceeded', 'rate_limit_exceeded'],
    500: ['internal_error'],
    504: ['gateway_timeout'],
  }).flatMap(([status, codes]) => codes.map(code => [code, Number(status)] as const)),
);

/** The error for a refusal. A 200 can be one too; its code then says what it means. */
export function refusalError(request: RequestDetails, refusal: Refusal): TranslationError {
  const { code = '', text, requestId, retryAfterMs } = refusal;
  const status = STATUS_OF_CODE.get(refusal.status < 300 ? code : '') ?? refusal.status;
  const make =
    ERRORS[`${status} ${code}`] ??
    ERRORS[`${status}`] ??
    ERRORS[`${Math.floor(status / 100)}xx`] ??
    // An unknown code inside a 200 is a refusal too.
    (status > 199 && status < 300 && code !== '' ? refused : protocol);
  const named = code === '' ? '' : code === NOT_JSON ? ' without JSON' : ` (${code})`;
  const said = text === undefined ? '' : `: ${text}`;
  const message = `${request.label} returned ${refusal.status}${named}${said}`;
  return make(message, { ...request.about, requestId, status, code: refusal.code, retryAfterMs });
}
