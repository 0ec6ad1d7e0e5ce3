import { difference } from './difference.js';
import { show } from './show.js';

const LETTERS = Array.from('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ');

const isLetter = (value: unknown): value is string =>
  typeof value === 'string' && Array.from(value).length === 1 && !'-()|#^! '.includes(value);

/** Gives each distinct value a letter: the one in the spec, else the value itself, else the next free letter. */
export class ValueNames {
  readonly #values: Map<string, unknown>;
  readonly #used = new Set<string>();

  constructor(given: Readonly<Record<string, unknown>> = {}) {
    this.#values = new Map(Object.entries(given));
  }

  nameOf(value: unknown): string {
    const known = [...this.#values].find(([, given]) => difference(value, given) === undefined)?.[0];
    const name = known ?? this.#inventFor(value);
    this.#values.set(name, known === undefined ? value : this.#values.get(name));
    this.#used.add(name);
    return name;
  }

  #inventFor(value: unknown): string {
    const free = (letter: string) => !this.#values.has(letter);
    return isLetter(value) && free(value) ? value : (LETTERS.find(free) ?? '?');
  }

  /** One line for each letter that was used, except those that are their own value. */
  legend(): readonly string[] {
    return [...this.#used]
      .filter(name => this.#values.get(name) !== name)
      .map(name => `${name} = ${show(this.#values.get(name))}`);
  }
}
