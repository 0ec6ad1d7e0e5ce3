/** Characters that take two columns: emoji, and those of East Asian scripts. */
const WIDE =
  /[\p{Emoji_Presentation}\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]/u;
/** Characters that take no column: accents that combine with the previous one. */
const COMBINING = /\p{M}/u;

const columnsOf = (character: string): number =>
  COMBINING.test(character) ? 0 : WIDE.test(character) ? 2 : 1;

/** The columns that a text takes in a terminal. */
export const terminalWidth = (text: string): number =>
  Array.from(text).reduce((width, character) => width + columnsOf(character), 0);

/** The beginning of a text that fits into a number of columns. */
export function cutToWidth(text: string, width: number): string {
  let cut = '';
  let used = 0;
  for (const character of text) {
    used += columnsOf(character);
    if (used > width) return cut;
    cut += character;
  }
  return cut;
}

/** The end of a text that fits into a number of columns, without accents whose letter was cut off. */
function endOfWidth(text: string, width: number): string {
  const characters = Array.from(text);
  let start = characters.length;
  for (let left = width; start > 0; start--) {
    left -= columnsOf(characters[start - 1]!);
    if (left < 0) break;
  }
  return characters
    .slice(start)
    .join('')
    .replace(/^\p{M}+/u, '');
}

/** The text in an exact number of columns: padded with spaces, or cut in the middle, because labels often differ only at the end. */
export function inColumns(text: string, width: number): string {
  const used = terminalWidth(text);
  if (used <= width) return text + ' '.repeat(width - used);
  if (width < 1) return '';
  const end = endOfWidth(text, Math.floor((width - 1) / 2));
  const cut = `${cutToWidth(text, width - 1 - terminalWidth(end))}…${end}`;
  return cut + ' '.repeat(width - terminalWidth(cut));
}
