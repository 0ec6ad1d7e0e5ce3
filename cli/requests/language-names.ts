import { catchError, firstValueFrom, of, takeUntil, timeout } from 'rxjs';
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
 * @throws {UsageError} with the most similar name, if no name in the list differs only in case.
 */
export function spelling(name: string, known: readonly string[]): string {
  const wanted = folded(name);
  const same = known.find(each => each === name) ?? known.find(each => folded(each) === wanted);
  if (same !== undefined) return same;
  const similar = mostSimilar(wanted, known);
  const hint = similar === undefined ? '`heygen-rx languages` lists all' : `did you mean "${similar}"?`;
  throw new UsageError(plainText(`Cannot translate: HeyGen has no language "${name}"; ${hint}`));
}

/** A name that contains the given one, or the one with the fewest differing letters, at most a third of them. */
function mostSimilar(wanted: string, known: readonly string[]): string | undefined {
  const longer = known.find(each => folded(each).startsWith(wanted) && wanted.length >= 3);
  if (longer !== undefined) return longer;
  const [best] = known
    .map(name => ({ name, distance: editDistance(wanted, folded(name)) }))
    .sort((one, other) => one.distance - other.distance);
  return best !== undefined && best.distance <= Math.ceil(wanted.length / 3) ? best.name : undefined;
}

/** Ignores case, accents and punctuation. */
const folded = (name: string): string =>
  name
    .normalize('NFKD')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '')
    .toLowerCase();

/** Levenshtein distance: the letters to insert, delete or replace. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const replaced = row[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[other.length]!;
}
