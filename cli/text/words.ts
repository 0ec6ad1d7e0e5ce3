/** `850 ms`, `4.2 s`, `1 m 04 s`, `2 h 05 m` */
export function durationWords(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 9950) return `${(ms / 1000).toFixed(1)} s`;
  return clockWords(ms);
}

/** The same in whole seconds, for what is drawn anew all the time: `0 s`, `42 s`, `1 m 04 s`, `2 h 05 m` */
export function clockWords(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} m ${twoDigits(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} m`;
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** `one job`, `3 jobs` */
export const count = (howMany: number, one: string, many = `${one}s`): string =>
  `${howMany} ${howMany === 1 ? one : many}`;

/** A word as a shell takes it. */
export const shellWord = (word: string): string =>
  /^[\w@%+:./-][\w@%+=:,./-]*$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** Text from elsewhere, without what a terminal would obey. */
export const harmless = (text: string): string => text.replaceAll(/\p{Cc}+/gu, ' ');

/** Rows as lines, their cells one below the other. */
export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]!.length)));
  return rows.map(row =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}
