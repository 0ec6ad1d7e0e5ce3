/** A word quoted for a POSIX shell, where it needs quotes. */
export const shellWord = (word: string): string =>
  /^[\w@%+:./-][\w@%+=:,./-]*$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
