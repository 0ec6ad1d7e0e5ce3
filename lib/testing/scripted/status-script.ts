/** A letter of a script and the time from which it holds. */
interface Moment {
  readonly atMs: number;
  readonly letter: string;
}

const UNIT_MS = { ms: 1, s: 1000, m: 60_000 } as const;

// One step of a script: a space, which means nothing; a duration between spaces; an empty frame; a letter.
const STEP = /(\s+)|(?<=^|\s)(\d+(?:\.\d+)?)(ms|s|m)(?=\s|$)|([-.])|(.)/gu;

/** A marble string read as a state over time: each letter holds until the next one. Time passes as in rxjs: 1 ms a character, or `499ms` between spaces. */
export class StatusScript {
  readonly #moments: readonly Moment[];

  constructor(script: string) {
    const moments: Moment[] = [];
    let atMs = 0;
    for (const [, space, amount, unit, , letter] of script.matchAll(STEP)) {
      if (space !== undefined) continue;
      if (amount !== undefined) {
        atMs += Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS];
        continue;
      }
      if (letter !== undefined) moments.push({ atMs, letter });
      atMs += 1;
    }
    this.#moments = moments;
  }

  get letters(): readonly string[] {
    return this.#moments.map(({ letter }) => letter);
  }

  /** The letter that holds at this time, in ms after the start; undefined before the first. */
  at(ms: number): string | undefined {
    return this.#moments.findLast(({ atMs }) => atMs <= ms)?.letter;
  }
}
