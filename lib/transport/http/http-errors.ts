import {
  AuthenticationError,
  JobNotFoundError,
  ProtocolError,
  QuotaError,
  RateLimitError,
  RequestError,
  ServerError,
  type TranslationError,
} from '../../model/errors.js';
import type { JobId } from '../../model/job.js';

/** What an error may say of the request that it comes from. */
export interface Asked {
  /** Method and path, such as `GET /status/j1`; never the query, a header or the body. */
  readonly what: string;
  /** The job asked for, where it is one. */
  readonly jobId?: JobId | undefined;
  readonly idempotencyKey?: string | undefined;
}

/** An answer that says no. */
export interface Refusal {
  readonly status: number;
  /** The service's own word for it. */
  readonly code?: string | undefined;
  /** The service's own sentence. */
  readonly text?: string | undefined;
  readonly requestId?: string | undefined;
  readonly retryAfterMs?: number | undefined;
}

interface Facts {
  readonly jobId: JobId | undefined;
  readonly idempotencyKey: string | undefined;
  readonly requestId: string | undefined;
}

type Make = (message: string, facts: Facts, refusal: Refusal) => TranslationError;

const server: Make = (message, facts, { status, code, retryAfterMs }) =>
  new ServerError(message, { ...facts, status, code, retryAfterMs });
const rateLimit: Make = (message, facts, { code, retryAfterMs }) =>
  new RateLimitError(message, { ...facts, code, retryAfterMs });
const request: Make = (message, facts, { status, code }) =>
  new RequestError(message, { ...facts, status, code });
const authentication: Make = (message, facts, { status, code }) =>
  new AuthenticationError(message, { ...facts, status, code });
const quota: Make = (message, facts, { status, code }) => new QuotaError(message, { ...facts, status, code });
const notFound: Make = (message, facts, refusal) =>
  facts.jobId === undefined
    ? request(message, facts, refusal)
    : new JobNotFoundError(message, { ...facts, status: refusal.status, code: refusal.code });
const protocol: Make = (message, facts, { status }) => new ProtocolError(message, { ...facts, status });

/** One status, several meanings: told apart by the code. */
const BY_CODE: ReadonlyMap<string, Make> = new Map([
  ['409 request_in_progress', server],
  ['429 quota_exceeded', quota],
]);

const BY_STATUS: ReadonlyMap<number, Make> = new Map([
  [401, authentication],
  [402, quota],
  [403, authentication],
  [404, notFound],
  [408, server],
  [425, server],
  [429, rateLimit],
  [501, request],
]);

const BY_HUNDRED: ReadonlyMap<number, Make> = new Map([
  [4, request],
  [5, server],
]);

/** The status that a refusal inside a 200 would have had (the codes of HeyGen's error reference). */
const STATUS_OF_CODE: ReadonlyMap<string, number> = new Map([
  ['invalid_parameter', 400],
  ['download_failed', 400],
  ['unauthorized', 401],
  ['insufficient_credit', 402],
  ['plan_upgrade_required', 402],
  ['forbidden', 403],
  ['resource_access_denied', 403],
  ['not_found', 404],
  ['resource_not_found', 404],
  ['conflict', 409],
  ['request_in_progress', 409],
  ['payload_too_large', 413],
  ['quota_exceeded', 429],
  ['rate_limit_exceeded', 429],
  ['internal_error', 500],
  ['gateway_timeout', 504],
]);

/** The error for an answer that says no; a 200 can carry one too, and counts as what its code says. */
export function refusalError(asked: Asked, refusal: Refusal): TranslationError {
  const { code = '', text, requestId } = refusal;
  const { jobId, idempotencyKey } = asked;
  const status = STATUS_OF_CODE.get(refusal.status < 300 ? code : '') ?? refusal.status;
  const make =
    BY_CODE.get(`${status} ${code}`) ??
    BY_STATUS.get(status) ??
    BY_HUNDRED.get(Math.floor(status / 100)) ??
    protocol;
  const named = code === '' ? '' : ` (${code})`;
  const said = text === undefined ? '' : `: ${text}`;
  const message = `${asked.what} was answered with ${refusal.status}${named}${said}`;
  return make(message, { jobId, idempotencyKey, requestId }, { ...refusal, status });
}
