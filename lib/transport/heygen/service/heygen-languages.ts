/** `Spanish (Spain)`, `spanish  (spain)` and `SPANISH-SPAIN` are one name. */
const plain = (name: string): string =>
  name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/**
 * The service's own name for a language, in any case; undefined if it has none.
 *
 * @example
 * findLanguage('german (germany)', ['French', 'German (Germany)']); // 'German (Germany)'
 */
export function findLanguage(name: string, languages: readonly string[]): string | undefined {
  return (
    languages.find(language => language === name) ??
    languages.find(language => plain(language) === plain(name))
  );
}

/**
 * Names to suggest in "did you mean", most likely first.
 *
 * @example
 * suggestLanguages('Germn', ['French', 'German (Germany)']); // ['German (Germany)']
 */
export function suggestLanguages(name: string, languages: readonly string[], most = 3): readonly string[] {
  const asked = plain(name);
  if (asked === '') return [];
  return languages
    .map(language => ({ language, distance: distanceBetween(asked, plain(language)) }))
    .filter(({ distance }) => distance <= Math.max(2, asked.length / 3))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, most)
    .map(({ language }) => language);
}

/** The distance of a name from a language: 0 if it is a prefix (`spanish` and `spanish spain`), else the edits to it or to its first word. */
function distanceBetween(asked: string, language: string): number {
  if (language.startsWith(asked) || asked.startsWith(language)) return 0;
  if (language.split(' ').some(word => word.startsWith(asked))) return 1;
  const [first = ''] = language.split(' ');
  return Math.min(edits(asked, language), edits(asked, first));
}

/** The number of letters to insert, delete or replace (Levenshtein). */
function edits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[to.length]!;
}
