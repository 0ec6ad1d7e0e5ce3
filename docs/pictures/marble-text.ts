/** Something at a moment of a stream: a letter, `|` for its end, `#` for its error. */
export interface Mark {
  /** In ms. */
  readonly at: number;
  readonly sign: string;
}

const UNIT_MS = { ms: 1, s: 1000, m: 60_000 } as const;
// As in rxjs: a space, a duration between spaces, a group at one moment, an empty frame, a sign.
const STEP = /(\s+)|(?<=^|\s)(\d+)(ms|s|m)(?=\s|$)|\(([^)]*)\)|(-)|(.)/gu;

/** Reads marbles. */
export function marksOf(marbles: string): readonly Mark[] {
  const marks: Mark[] = [];
  let at = 0;
  for (const [whole, space, amount, unit, group, , sign] of marbles.matchAll(STEP)) {
    if (space !== undefined) continue;
    if (amount !== undefined) at += Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS];
    else {
      for (const each of group ?? sign ?? '') marks.push({ at, sign: each });
      at += whole.length;
    }
  }
  return marks;
}

/** Writes marbles, with the marks in the order of time. */
export function marblesOf(marks: readonly Mark[]): string {
  const parts: string[] = [];
  let now = 0;
  for (const at of [...new Set(marks.map(mark => mark.at))]) {
    const signs = marks.filter(mark => mark.at === at).map(({ sign }) => sign);
    if (at > now) parts.push(`${at - now}ms`);
    const part = signs.length === 1 ? signs.join('') : `(${signs.join('')})`;
    parts.push(part);
    now = at + part.length;
  }
  return parts.join(' ');
}
