import { NetworkError, RequestError, type TranslationError } from '../../model/errors.js';
import type { Asked } from './http-errors.js';

/** What a platform threw, brought down to two texts that can be polled. */
interface Fault {
  readonly code: string;
  readonly message: string;
}

/**
 * Faults that no other try mends: they say nothing about the service, so they carry no status. Node and Bun have codes for them,
 * Deno has only sentences, and a browser does not tell: there they stay network errors.
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
    why: 'fetch never calls that port',
  },
  {
    code: 'bad_url',
    sign: ({ code, message }) =>
      code === 'ERR_INVALID_URL' || /^(?:Failed to parse URL|Invalid URL)/.test(message),
    why: 'its address is none',
  },
];

/** The error for a request that got no whole answer. Of what was thrown only a code is kept: the rest may quote the request. */
export function faultError({ what, jobId, idempotencyKey }: Asked, thrown: unknown): TranslationError {
  const faults = faultsOf(thrown);
  const final = FINAL.find(({ sign }) => faults.some(sign));
  if (final) {
    return new RequestError(`${what} cannot be sent: ${final.why}`, {
      jobId,
      idempotencyKey,
      code: final.code,
    });
  }
  const code = faults.find(fault => fault.code !== '')?.code;
  const message = `${what} got no whole answer: ${code ?? 'the connection failed'}`;
  return new NetworkError(message, { jobId, idempotencyKey, code });
}

/** The error for a request that took too long. */
export function timeoutError({ what, jobId, idempotencyKey }: Asked, limitMs: number): NetworkError {
  const message = `${what} got no whole answer within ${limitMs} ms`;
  return new NetworkError(message, { jobId, idempotencyKey, code: 'timeout' });
}

const MAX_DEPTH = 5;

/** A fault and those behind it, the outermost first. */
function faultsOf(thrown: unknown): readonly Fault[] {
  const faults: Fault[] = [];
  let fault = thrown;
  while (typeof fault === 'object' && fault !== null && faults.length < MAX_DEPTH) {
    const code: unknown = Reflect.get(fault, 'code');
    const message: unknown = Reflect.get(fault, 'message');
    faults.push({
      // A code is a word; whatever is not one could be anything.
      code: typeof code === 'string' && /^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(code) ? code : '',
      message: typeof message === 'string' ? message.slice(0, 300) : '',
    });
    fault = Reflect.get(fault, 'cause');
  }
  return faults;
}
