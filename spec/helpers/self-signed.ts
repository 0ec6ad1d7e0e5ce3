import { execFileSync } from 'node:child_process';

/** A self-signed certificate for `localhost` and its key; generated, so that no key is in the repository. */
export function selfSigned(): { readonly key: string; readonly cert: string } {
  const options = '-x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=localhost';
  const made = execFileSync('openssl', ['req', ...options.split(' '), '-keyout', '-', '-out', '-'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [key = '', cert = ''] = made.match(/-----BEGIN [^]+?-----END [A-Z ]+-----/g) ?? [];
  return { key, cert };
}
