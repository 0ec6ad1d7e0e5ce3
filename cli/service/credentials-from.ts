import type { HeygenCredentials } from '../../lib/index.js';
import type { Host } from '../host.js';

/** There is no usable key for HeyGen. The message never contains the key. */
export class CredentialsError extends Error {
  override readonly name = 'CredentialsError';
}

/**
 * HeyGen's key from the environment. It is never a command-line argument: those show up in process lists and shell histories.
 *
 * @param hasBaseUrl Does the command take `--base-url` instead?
 * @throws {CredentialsError}
 */
export function credentialsFrom(env: Host['env'], hasBaseUrl = false): HeygenCredentials {
  const { HEYGEN_API_KEY: apiKey = '', HEYGEN_ACCESS_TOKEN: accessToken = '' } = env;
  if (apiKey !== '' && accessToken !== '') {
    refuse('HEYGEN_API_KEY and HEYGEN_ACCESS_TOKEN are both set; set only one of them');
  }
  if (apiKey !== '') return { apiKey: checked('HEYGEN_API_KEY', apiKey) };
  if (accessToken !== '') return { accessToken: checked('HEYGEN_ACCESS_TOKEN', accessToken) };
  return refuse(
    `set HEYGEN_API_KEY or HEYGEN_ACCESS_TOKEN in the environment${hasBaseUrl ? ', or name a job API with --base-url' : ''}`,
  );
}

function checked(name: string, secret: string): string {
  if (/^[\x21-\x7e]+$/.test(secret)) return secret;
  return refuse(`${name} must be printable ASCII without spaces (its value is not shown)`);
}

function refuse(why: string): never {
  throw new CredentialsError(`Cannot reach HeyGen: ${why}`);
}

/** The key, or a placeholder where there is none. */
export function credentialsOrPlaceholder({ env }: Host): HeygenCredentials {
  try {
    return credentialsFrom(env);
  } catch (error) {
    if (error instanceof CredentialsError) return { apiKey: 'placeholder' };
    throw error;
  }
}
