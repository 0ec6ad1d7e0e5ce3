import type { Check } from './check.js';
import { isObject, shown } from './values.js';

/** A check for each option. */
export type CheckTable<Options> = Readonly<Record<keyof Options, Check>>;

/**
 * Refuses anything but an object, and unknown options: a misspelt one would otherwise be ignored.
 *
 * @param doing What cannot be done with it, for the message.
 * @param known The names that are allowed. @default all
 * @param kind What the names are, for the message.
 * @throws TypeError naming the first unknown option, and the known ones.
 */
export function checkNames(
  doing: string,
  options: unknown,
  known?: readonly string[],
  kind = 'option',
): asserts options is object {
  if (!isObject(options)) {
    throw new TypeError(`Cannot ${doing}: the options must be an object, got ${shown(options)}`);
  }
  const unknown = known && Object.keys(options).find(name => !known.includes(name));
  if (unknown !== undefined) {
    throw new TypeError(`Cannot ${doing}: unknown ${kind} \`${unknown}\`, known are ${known!.join(', ')}`);
  }
}

/**
 * Checks the elements of an array, those that are missing too.
 *
 * @param name What the array is called, for the message.
 * @returns What `check` returns for each.
 * @throws TypeError for anything but an array; a TypeError of `check` with the place of the element.
 */
export function checkEach<T, R>(
  doing: string,
  name: string,
  list: readonly T[],
  check: (element: T) => R,
): readonly R[] {
  if (!Array.isArray(list)) {
    throw new TypeError(`Cannot ${doing}: \`${name}\` must be an array, got ${shown(list)}`);
  }
  // Unlike `map`, it does not skip holes.
  return Array.from(list as readonly T[], (element, index) => {
    try {
      return check(element);
    } catch (thrown) {
      if (!(thrown instanceof TypeError)) throw thrown;
      throw new TypeError(`${thrown.message} (\`${name}[${index}]\`)`, { cause: thrown });
    }
  });
}

/** Refuses options without these. @throws TypeError naming the first one that is missing. */
export function checkRequired(doing: string, options: object, names: readonly string[]): void {
  const missing = names.find(name => (options as Readonly<Record<string, unknown>>)[name] === undefined);
  if (missing !== undefined) throw new TypeError(`Cannot ${doing}: \`${missing}\` is missing`);
}

/** Checks every option against its row in the table. @throws RangeError or TypeError naming the option, its bound and the value. */
export function checkOptions<T extends object>(doing: string, options: T, table: CheckTable<T>): T {
  checkNames(doing, options, Object.keys(table));
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined) checkOption(doing, name, value, table[name as keyof T]);
  }
  return options;
}

/** Checks one option. @throws RangeError naming the option, its bound and the value. */
export function checkOption(doing: string, name: string, value: unknown, check: Check): void {
  const complaint = check(value);
  if (complaint !== undefined) {
    throw new RangeError(`Cannot ${doing}: \`${name}\` ${complaint}, got ${shown(value)}`);
  }
}
