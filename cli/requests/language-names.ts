import { catchError, firstValueFrom, of, takeUntil, timeout } from 'rxjs';
import { findLanguage, suggestLanguages } from '../../lib/index.js';
import { UsageError } from '../errors/usage-error.js';
import type { Host } from '../host.js';
import { interruption } from '../interruption.js';
import { heygenFor } from '../service/heygen-for.js';
import { plainText } from '../text/plain-text.js';

/** The list is only for convenience: if it does not arrive soon, the service checks the names itself. */
const LIST_TIMEOUT_MS = 5000;

/**
 * Language names as HeyGen writes them, since it takes no other spelling: `french` becomes `French`. Without its list they are left unchanged.
 *
 * @throws {UsageError | CredentialsError | ProxyError}
 */
export async function knownLanguages(names: readonly string[], host: Host): Promise<readonly string[]> {
  const known = await firstValueFrom(
    heygenFor(host)
      .service.languages()
      .pipe(
        timeout(LIST_TIMEOUT_MS),
        catchError(() => of([])),
        takeUntil(interruption(host)),
      ),
    { defaultValue: [] },
  );
  return known.length === 0 ? names : names.map(name => spelling(name, known));
}

/**
 * The service's spelling of a name.
 *
 * @throws {UsageError} with the most similar name, if there is none that differs only in case, accents or punctuation.
 */
export function spelling(name: string, known: readonly string[]): string {
  const same = findLanguage(name, known);
  if (same !== undefined) return same;
  const [similar] = suggestLanguages(name, known, 1);
  const hint = similar === undefined ? '`heygen-rx languages` lists all' : `did you mean "${similar}"?`;
  throw new UsageError(plainText(`Cannot translate: HeyGen has no language "${name}"; ${hint}`));
}
