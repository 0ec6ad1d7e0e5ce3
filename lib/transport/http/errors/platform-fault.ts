/** Why the platform has sent no request, or got no response. */
export interface Fault {
  /** The code of the platform's error, if it has one. */
  readonly code?: string | undefined;
  /** Set if another attempt would fail too. */
  readonly why?: string;
}

/** The code for a proxy that refused to connect, so nothing was sent to the service. undici reports it only in a message. */
const PROXY_REFUSED = 'proxy_refused';

/**
 * Failures that another attempt cannot fix, recognised by the code and the message of the platform's error. They say nothing about the service, so the error has no status.
 * Node and Bun give them codes and Deno only messages; browsers do not distinguish them, so there they remain network errors.
 */
const FINAL: readonly (Required<Fault> & { readonly sign: RegExp })[] = [
  {
    code: 'certificate',
    sign: /^\S*(?:CERT|SELF_SIGNED|UNABLE_TO_(?:GET_ISSUER|VERIFY)|HOSTNAME_MISMATCH)|\bcertificate\b/i,
    why: "the server's certificate is not trusted",
  },
  { code: 'blocked_port', sign: /^\S* (?:bad|unsafe|blocked) port$/i, why: 'fetch blocks that port' },
  {
    code: 'bad_url',
    sign: /^ERR_INVALID_URL |^\S* (?:Failed to parse URL|Invalid URL)/,
    why: 'its URL is not valid',
  },
  {
    code: PROXY_REFUSED,
    // 407 means a wrong password. From 408 on, the proxy may connect later.
    sign: /^\S* Proxy response \(40[0-7]\)/,
    why: 'the proxy refused the connection',
  },
];

/** What an error of the platform, and the causes of it, mean. */
export function faultOf(thrown: unknown): Fault {
  const faults = faultsOf(thrown);
  return (
    FINAL.find(({ sign }) => faults.some(({ code, message }) => sign.test(`${code} ${message}`))) ?? {
      code: faults.find(({ code }) => code !== '')?.code,
    }
  );
}

/** An error reduced to two strings. */
interface BareFault {
  readonly code: string;
  readonly message: string;
}

const MAX_DEPTH = 5;

/** The thrown error and its causes, outermost first. */
function faultsOf(thrown: unknown): readonly BareFault[] {
  const faults: BareFault[] = [];
  let fault = thrown;
  while (typeof fault === 'object' && fault !== null && faults.length < MAX_DEPTH) {
    const { message, cause } = fault as Foreign;
    faults.push({ code: codeOf(fault), message: typeof message === 'string' ? message : '' });
    fault = cause;
  }
  return faults;
}

/** What the errors of platforms have. */
type Foreign = Partial<Record<'code' | 'message' | 'cause' | 'syscall' | 'errors', unknown>>;

/** undici's code for a connection that was never made. Other platforms do not distinguish it from a lost one. */
const CONNECT_TIMEOUT = 'UND_ERR_CONNECT_TIMEOUT';

/** Codes of a connection that was never made, or that was lost after the request had been sent. */
const AT_ANY_TIME = /^E(?:TIMEDOUT|HOSTUNREACH|NETUNREACH)$/;

function codeOf(fault: Foreign): string {
  const { code, message } = fault;
  if (typeof message === 'string' && message.startsWith('Proxy response (')) return PROXY_REFUSED;
  // A code is one word; anything else could be a secret.
  if (typeof code !== 'string' || !/^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(code)) return '';
  return AT_ANY_TIME.test(code) && isConnecting(fault) ? CONNECT_TIMEOUT : code;
}

/** Did it fail while connecting? Node says so in a field, once for each IP address it tried; node-fetch only in the message. */
function isConnecting({ syscall, message, errors }: Foreign): boolean {
  if (syscall === 'connect' || (typeof message === 'string' && /\bconnect E/.test(message))) return true;
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  return typeof first === 'object' && first !== null && isConnecting(first);
}
