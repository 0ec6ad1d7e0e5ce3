import {
  NetworkError,
  ProtocolError,
  RequestError,
  RetryableError,
  type TranslationError,
} from '../../model/errors.js';
import { isMistake, nameAndMessage } from './mistakes.js';
import { NoResponseError } from './own-fetch.js';
import type { RequestDetails } from './refusal-error.js';

/** An error of the platform, reduced to two strings. */
interface Fault {
  readonly code: string;
  readonly message: string;
}

/** The code for a proxy that refused to connect, so nothing was sent to the service. undici reports it only in a message. */
const PROXY_REFUSED = 'proxy_refused';

/**
 * Failures that another attempt cannot fix. They say nothing about the service, so the error has no status. Node and Bun give them codes and Deno only messages; browsers
 * do not distinguish them, so there they remain network errors.
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
    why: 'its URL is not valid',
  },
  {
    code: PROXY_REFUSED,
    // 407 means a wrong password. From 408 on, the proxy may connect later.
    sign: ({ message }) => /^Proxy response \(40[0-7]\)/.test(message),
    why: 'the proxy refused the connection',
  },
];

/**
 * The error for a request without a complete response. Only the code of the original error is kept, because its message may quote the request; a bug is shown with its
 * message.
 */
export function fetchError(request: RequestDetails, thrown: unknown): TranslationError {
  const { label, about, redactor } = request;
  if (thrown instanceof NoResponseError) {
    return new ProtocolError(`${label} got no response: ${thrown.message}`, about);
  }
  if (isMistake(thrown)) {
    const message = `${label} cannot be sent: fetch failed with ${redactor.shown(nameAndMessage(thrown), 300)}`;
    return new RequestError(message, { ...about, code: 'fetch_error' });
  }
  const faults = faultsOf(thrown);
  const final = FINAL.find(({ sign }) => faults.some(sign));
  if (final) {
    return new RequestError(`${label} cannot be sent: ${final.why}`, { ...about, code: final.code });
  }
  const code = faults.find(fault => fault.code !== '')?.code;
  const message = `${label} got no complete response: ${code ?? 'the connection failed'}`;
  return new NetworkError(message, { ...about, code });
}

/** The error for a request whose header functions failed. @param isFinal Would another attempt fail too? */
export function notSentError(
  { label, about, redactor }: RequestDetails,
  why: string,
  isFinal: boolean,
): TranslationError {
  const message = `${label} was not sent: ${redactor.shown(why, 300)}`;
  return isFinal
    ? new RequestError(message, { ...about, code: 'no_credentials' })
    : new RetryableError(message, about);
}

/** The error for a request that has reached its time limit. */
export function timeLimitError(request: RequestDetails, limitMs: number, isSent?: boolean): TranslationError {
  if (!isSent) return notSentError(request, 'a header function timed out', false);
  const { label, about } = request;
  const message = `${label} got no complete response within ${limitMs} ms`;
  return new NetworkError(message, { ...about, code: 'timeout' });
}

const MAX_DEPTH = 5;

/** The thrown error and its causes, outermost first. */
function faultsOf(thrown: unknown): readonly Fault[] {
  const faults: Fault[] = [];
  let fault = thrown;
  while (typeof fault === 'object' && fault !== null && faults.length < MAX_DEPTH) {
    const message: unknown = Reflect.get(fault, 'message');
    faults.push({
      code: codeOf(fault),
      message: typeof message === 'string' ? message.slice(0, 300) : '',
    });
    fault = Reflect.get(fault, 'cause');
  }
  return faults;
}

/** undici's code for a connection that was never made. Other platforms do not distinguish it from a lost one. */
const CONNECT_TIMEOUT = 'UND_ERR_CONNECT_TIMEOUT';

/** Codes with which a connection may fail to be made, or be lost after the request was sent. */
const AT_ANY_TIME = /^E(?:TIMEDOUT|HOSTUNREACH|NETUNREACH)$/;

function codeOf(fault: object): string {
  const { code, message } = fault as Partial<Record<'code' | 'message', unknown>>;
  if (typeof message === 'string' && message.startsWith('Proxy response (')) return PROXY_REFUSED;
  // A code is one word; anything else could be a secret.
  if (typeof code !== 'string' || !/^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(code)) return '';
  return AT_ANY_TIME.test(code) && isConnecting(fault) ? CONNECT_TIMEOUT : code;
}

/** Did it fail while connecting? Node says so in a field, once for each IP address it tried; node-fetch only in the message. */
function isConnecting(fault: object): boolean {
  const { syscall, message, errors } = fault as Partial<Record<'syscall' | 'message' | 'errors', unknown>>;
  const [first] = Array.isArray(errors) ? (errors as unknown[]) : [];
  return (
    syscall === 'connect' ||
    (typeof message === 'string' && /\bconnect E/.test(message)) ||
    (typeof first === 'object' && first !== null && isConnecting(first))
  );
}
