import type { Host } from '../host.js';

/** The environment asks for a proxy that this process cannot use. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';
}

type Env = Host['env'];

/**
 * Node's `fetch` ignores the proxy variables unless Node is configured to read them. Bypassing a configured proxy would be a surprise, so it
 * is refused instead.
 *
 * @throws {ProxyError}
 */
export function checkProxy(address: string, { env, nodeVersion }: Pick<Host, 'env' | 'nodeVersion'>): void {
  if (!URL.canParse(address)) return;
  const url = new URL(address);
  const variable = proxyVariable(url, env);
  if (variable === undefined || isExempt(url, env) || readsProxyVariables(env, nodeVersion)) return;
  const remedy = canReadProxyVariables(nodeVersion)
    ? 'set NODE_USE_ENV_PROXY=1 to use the proxy'
    : `Node ${nodeVersion} cannot use a proxy; use Node 24 with NODE_USE_ENV_PROXY=1`;
  throw new ProxyError(
    `Cannot reach ${url.host} through the proxy in ${variable}: ${remedy}, or add ${url.hostname} to NO_PROXY to connect directly`,
  );
}

/** The variable that names a proxy for this URL. */
const proxyVariable = ({ protocol }: URL, env: Env): string | undefined => {
  const name = protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  return [name.toLowerCase(), name].find(each => (env[each] ?? '') !== '');
};

/** Does `NO_PROXY` cover this URL? Entries are hosts or domains, optionally with a port, or `*`. */
function isExempt({ hostname, port, protocol }: URL, env: Env): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  const effectivePort = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  const entries = (env.no_proxy ?? env.NO_PROXY ?? '').toLowerCase().split(/[\s,]+/);
  return entries.some(entry => {
    if (entry === '*') return true;
    const [, bracketed, plain, entryPort] = /^(?:\[(.+)\]|(.+?))(?::(\d+))?$/.exec(entry) ?? [];
    // An IPv6 address without brackets has colons but no port.
    const isBareIpv6 = bracketed === undefined && entry.split(':').length > 2;
    const name = isBareIpv6 ? entry : (bracketed ?? plain ?? '').replace(/^\*?\./, '');
    if (name === '' || (!isBareIpv6 && entryPort !== undefined && entryPort !== effectivePort)) return false;
    return host === name || host.endsWith(`.${name}`);
  });
}

const readsProxyVariables = (env: Env, nodeVersion: string): boolean =>
  canReadProxyVariables(nodeVersion) &&
  (env.NODE_USE_ENV_PROXY === '1' || (env.NODE_OPTIONS ?? '').includes('--use-env-proxy'));

/** Since 24.0 and 22.21: https://nodejs.org/api/cli.html#node_use_env_proxy1 */
function canReadProxyVariables(nodeVersion: string): boolean {
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
  return major >= 24 || (major === 22 && minor >= 21);
}
