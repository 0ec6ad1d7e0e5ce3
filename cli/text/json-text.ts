/** A value as one line of JSON that is also safe for a terminal: control and format characters are escaped, which `JSON.stringify` leaves. */
export const jsonText = (value: unknown): string =>
  JSON.stringify(value).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped);

/** An escape for each UTF-16 unit, as JSON has it. */
const escaped = (character: string): string =>
  Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
    .map(unit => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('');
