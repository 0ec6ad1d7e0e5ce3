import type { HeygenCredentials } from '../../lib/index.js';
import type { World } from '../world.js';

/** There is no key that could be shown to HeyGen: one sentence, which never repeats one. */
export class CredentialsError extends Error {
  override readonly name = 'CredentialsError';
}

/**
 * The key, from where no list of processes and no history of a shell shows it.
 *
 * @throws {CredentialsError}
 */
export function credentialsIn(env: World['env']): HeygenCredentials {
  const { HEYGEN_API_KEY: apiKey = '', HEYGEN_ACCESS_TOKEN: accessToken = '' } = env;
  if (apiKey !== '' && accessToken !== '') {
    refuse('HEYGEN_API_KEY and HEYGEN_ACCESS_TOKEN are both set, and one is enough');
  }
  if (apiKey !== '') return { apiKey: word('HEYGEN_API_KEY', apiKey) };
  if (accessToken !== '') return { accessToken: word('HEYGEN_ACCESS_TOKEN', accessToken) };
  return refuse(
    'set HEYGEN_API_KEY or HEYGEN_ACCESS_TOKEN in the environment, or name a job API with --base-url',
  );
}

function word(name: string, secret: string): string {
  if (/^[\x21-\x7e]+$/.test(secret)) return secret;
  return refuse(`${name} must be one word of printable ASCII (not shown: it is secret)`);
}

function refuse(why: string): never {
  throw new CredentialsError(`Cannot reach HeyGen: ${why}`);
}
