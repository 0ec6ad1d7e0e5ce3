/** Says what a value must be; undefined if it is valid. */
export type Check = (value: unknown) => string | undefined;

/** A check for each option. */
export type CheckTable<Options> = Readonly<Record<keyof Options, Check>>;

/** A finite number within bounds. */
export const aNumber =
  (isWithin: (value: number) => boolean, bounds: string): Check =>
  value => {
    if (!Number.isFinite(value)) return 'must be a finite number';
    return isWithin(value as number) ? undefined : `must be ${bounds}`;
  };

/** A finite number, at least this one. */
export const atLeast = (least: number, shownAs: number | string = least): Check =>
  aNumber(value => value >= least, `at least ${shownAs}`);

/** A finite number, more than this one. */
export const above = (bound: number): Check => aNumber(value => value > bound, `more than ${bound}`);

/** From one number to another. */
export const between = (least: number, most: number): Check =>
  aNumber(value => value >= least && value <= most, `from ${least} to ${most}`);

/** A whole number of at least 1. */
export const count: Check = value =>
  Number.isSafeInteger(value) && (value as number) >= 1 ? undefined : 'must be a whole number of at least 1';

/** For an option whose bound is another option. */
export const atLeastOption = (name: string, least: number): Check => atLeast(least, `\`${name}\` (${least})`);

/** A function. */
export const aFunction: Check = value => (typeof value === 'function' ? undefined : 'must be a function');

/** True or false. */
export const aFlag: Check = value => (typeof value === 'boolean' ? undefined : 'must be true or false');

/** A string. */
export const aString: Check = value => (typeof value === 'string' ? undefined : 'must be a string');

/** A string whose length is within bounds. */
export const aStringOf =
  (least: number, most: number): Check =>
  value =>
    typeof value === 'string' && value.length >= least && value.length <= most
      ? undefined
      : `must be a string of ${least} to ${most} characters`;

const isPromise = (value: unknown): boolean =>
  typeof (value as Partial<PromiseLike<unknown>> | null | undefined)?.then === 'function';

/** Is this an object of fields? An array is not, nor a promise whose `await` was forgotten. */
export const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isPromise(value);

/** An object, whose fields are checked elsewhere. */
export const anObject: Check = value => (isObject(value) ? undefined : 'must be an object');

/** Checked elsewhere. */
export const anything: Check = () => undefined;

/** An object with these methods. */
export const having =
  (...methods: string[]): Check =>
  value =>
    methods.every(
      method => typeof (value as Record<string, unknown> | null | undefined)?.[method] === 'function',
    )
      ? undefined
      : `must have ${methods.map(method => `\`${method}()\``).join(' and ')}`;

/** One of these words. */
export const oneOf =
  (...words: string[]): Check =>
  value =>
    words.includes(value as string) ? undefined : `must be ${words.map(word => `'${word}'`).join(' or ')}`;

/** Anything thrown, as text for a message. Not every object can be converted to a string. */
export function textOf(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return typeof thrown;
  }
}

/** An unexpected return value may be a promise, whose unhandled rejection would end a Node process. */
export function ignoreRejection(returned: unknown): void {
  Promise.resolve(returned).catch(() => undefined);
}

/** Refuses a promise, whose rejection would come too late. @throws TypeError */
export function checkNoPromise(what: string, returned: unknown): void {
  if (!isPromise(returned)) return;
  ignoreRejection(returned);
  throw new TypeError(`${what} must not return a promise`);
}

/** A bad value for a message: short, and without the content of objects or functions. */
export function shown(value: unknown): string {
  if (typeof value === 'string')
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}...` : value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty array' : 'an array';
  if (isPromise(value)) return 'a promise';
  if (typeof value === 'function') return 'a function';
  return isObject(value) ? 'an object' : String(value);
}

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
export function checkOptions<T extends object>(
  doing: string,
  options: T,
  table: CheckTable<T>,
  kind?: string,
): T {
  checkNames(doing, options, Object.keys(table), kind);
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
