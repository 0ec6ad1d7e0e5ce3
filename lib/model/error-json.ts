import {
  AuthenticationError,
  BatchError,
  CircuitBreakerError,
  ClientClosedError,
  isTranslationError,
  JobFailedError,
  JobNotFoundError,
  MAX_CAUSES,
  NetworkError,
  ProtocolError,
  QuotaError,
  RateLimitError,
  RequestError,
  RetryableError,
  ServerError,
  TimeoutError,
  toTranslationError,
  TranslationError,
  UnknownOutcomeError,
  type AnyTranslationError,
} from './errors.js';

/** An error as plain JSON, including its causes. */
export type ErrorJson = Readonly<Record<string, unknown>>;

const CLASSES: ReadonlyMap<unknown, typeof TranslationError> = new Map(
  Object.entries({
    AuthenticationError,
    BatchError,
    CircuitBreakerError,
    ClientClosedError,
    JobFailedError,
    JobNotFoundError,
    NetworkError,
    ProtocolError,
    QuotaError,
    RateLimitError,
    RequestError,
    RetryableError,
    ServerError,
    TimeoutError,
    TranslationError,
    UnknownOutcomeError,
  } satisfies Record<AnyTranslationError['name'] | 'TranslationError', unknown>) as unknown as readonly [
    string,
    typeof TranslationError,
  ][],
);

/** An error as plain JSON. Of a foreign cause, name, message and code are kept: the rest can hold secrets. */
export function errorToJson(error: TranslationError): ErrorJson {
  try {
    return toJson(error, 0);
  } catch {
    // A custom transport may put anything into its errors: whatever is not JSON is left out.
    const { name, message, jobId } = error;
    return { ...new TranslationError(message, { jobId }).toJSON(), name };
  }
}

function toJson(error: TranslationError, depth: number): ErrorJson {
  const { errors } = error as Partial<BatchError>;
  const cause = depth < MAX_CAUSES ? causeToJson(toTranslationError(error).cause, depth) : undefined;
  return JSON.parse(
    JSON.stringify({
      ...error.toJSON(),
      ...(errors !== undefined && { errors: errors.map(each => toJson(each, depth + 1)) }),
      ...(cause !== undefined && { cause }),
    }),
  ) as ErrorJson;
}

function causeToJson(cause: unknown, depth: number): unknown {
  if (cause === undefined || cause === null) return undefined;
  if (isTranslationError(cause) && 'toJSON' in cause) return toJson(cause, depth + 1);
  if (cause instanceof Error) {
    const { name, message, code } = cause as Error & { readonly code?: unknown };
    return { foreign: true, name, message, ...(typeof code === 'string' && { code }) };
  }
  return ['string', 'number', 'boolean'].includes(typeof cause)
    ? cause
    : Object.prototype.toString.call(cause);
}

/** Restores the error that `errorToJson` was given, with its class, fields and causes. Anything else becomes the cause of an error that says so. */
export function errorFromJson(json: unknown): TranslationError {
  if (!isTranslationError(json))
    return new TranslationError('A stored error could not be read', { cause: json });
  const { name, message, library: _, cause, errors, ...fields } = { ...(json as unknown as ErrorJson) };
  const details = {
    name,
    // Infinity is null in JSON.
    ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)),
    ...(Array.isArray(errors) && { errors: errors.map(errorFromJson) }),
    cause: causeFromJson(cause),
  };
  // As `withDetails` does: the constructors differ in what they take, and set a name.
  return Reflect.construct(
    TranslationError,
    [String(message), details],
    CLASSES.get(name) ?? TranslationError,
  ) as TranslationError;
}

function causeFromJson(cause: unknown): unknown {
  if (isTranslationError(cause)) return errorFromJson(cause);
  if (typeof cause !== 'object' || cause === null || !('foreign' in cause)) return cause;
  const { foreign: _, name, message, ...fields } = cause as { foreign: true; name: string; message: string };
  return Object.assign(new Error(message), { name }, fields);
}
