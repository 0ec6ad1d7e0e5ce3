/** A word, quoted for a POSIX shell if necessary. */
export const shellWord = (word: string): string =>
  /^[\w@%+:./-][\w@%+=:,./-]*$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
