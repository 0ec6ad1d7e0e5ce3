import { NetworkError, RequestError, type TranslationError } from '../../model/errors.js';
import type { RequestDetails } from './refusal-error.js';

/** What a platform threw, reduced to two texts. */
interface Fault {
  readonly code: string;
  readonly message: string;
}

/**
 * Faults that no further attempt can mend. They say nothing about the service, so the error has no status. Node and Bun give them codes,
 * Deno only messages, and a browser does not tell them apart: there they stay network errors.
 */
const FINAL: readonly { code: string; sign: (fault: Fault) => boolean; why: string }[] = [
  {
    code: 'certificate',
    sign: ({ code, message }) =>
      /CERT|SELF_SIGNED|UNABLE_TO_(?:GET_ISSUER|VERIFY)|HOSTNAME_MISMATCH/.test(code) ||
      /\bcertificate\b/i.test(message),
    why: "the server's certificate is not trusted",
  },
  {
    code: 'blocked_port',
    sign: ({ message }) => /^(?:bad|unsafe|blocked) port$/i.test(message),
    why: 'fetch blocks that port',
  },
  {
    code: 'bad_url',
    sign: ({ code, message }) =>
      code === 'ERR_INVALID_URL' || /^(?:Failed to parse URL|Invalid URL)/.test(message),
    why: 'its address is not valid',
  },
];

/** The error for a request without a complete response. Of what was thrown only a code is kept: the rest may quote the request. */
export function fetchError(
  { label, jobId, idempotencyKey }: RequestDetails,
  thrown: unknown,
): TranslationError {
  const faults = faultsOf(thrown);
  const final = FINAL.find(({ sign }) => faults.some(sign));
  if (final) {
    return new RequestError(`${label} cannot be sent: ${final.why}`, {
      jobId,
      idempotencyKey,
      code: final.code,
    });
  }
  const code = faults.find(fault => fault.code !== '')?.code;
  const message = `${label} got no complete response: ${code ?? 'the connection failed'}`;
  return new NetworkError(message, { jobId, idempotencyKey, code });
}

/** The error for a request that took too long. */
export function timeoutError(
  { label, jobId, idempotencyKey }: RequestDetails,
  limitMs: number,
): NetworkError {
  const message = `${label} got no complete response within ${limitMs} ms`;
  return new NetworkError(message, { jobId, idempotencyKey, code: 'timeout' });
}

const MAX_DEPTH = 5;

/** What was thrown and its causes, the outermost first. */
function faultsOf(thrown: unknown): readonly Fault[] {
  const faults: Fault[] = [];
  let fault = thrown;
  while (typeof fault === 'object' && fault !== null && faults.length < MAX_DEPTH) {
    const code: unknown = Reflect.get(fault, 'code');
    const message: unknown = Reflect.get(fault, 'message');
    faults.push({
      // A code is one word; anything else might be a secret.
      code: typeof code === 'string' && /^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(code) ? code : '',
      message: typeof message === 'string' ? message.slice(0, 300) : '',
    });
    fault = Reflect.get(fault, 'cause');
  }
  return faults;
}
