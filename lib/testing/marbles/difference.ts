/** The first place where two values differ. */
export interface Difference {
  /** The path, such as `value.result.videoUrl`. */
  readonly path: string;
  readonly actual: unknown;
  readonly expected: unknown;
}

interface Matcher {
  asymmetricMatch(actual: unknown): boolean;
}

type Pairs = Map<object, Set<object>>;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** `expect.any(...)`, `expect.objectContaining(...)` of jest and vitest. */
const isMatcher = (value: unknown): value is Matcher =>
  isObject(value) && 'asymmetricMatch' in value && typeof value.asymmetricMatch === 'function';

const kindOf = (value: object): string =>
  value instanceof Error ? '[object Error]' : Object.prototype.toString.call(value);

/** The fields that are compared. */
function fieldsOf(value: object): ReadonlyMap<unknown, unknown> | undefined {
  if (value instanceof Map) return value;
  if (value instanceof Error) {
    const { name, message, cause } = value;
    return new Map<unknown, unknown>([...Object.entries({ name, message, cause }), ...Object.entries(value)]);
  }
  const fields = Object.entries(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  const plain = Array.isArray(value) || prototype === null || prototype === Object.prototype;
  // Objects that hide their content, such as a URL or a RegExp, are compared by their text.
  return fields.length > 0 || plain ? new Map<unknown, unknown>(fields) : undefined;
}

function readsTheSame(actual: object, expected: object): boolean {
  // The value of a date is a number; that of a URL is the URL itself.
  const [worth, expectedWorth] = [actual.valueOf(), expected.valueOf()];
  if (!isObject(worth)) return Object.is(worth, expectedWorth);
  // eslint-disable-next-line @typescript-eslint/no-base-to-string -- whether it reads `[object ...]` is the question
  const [text, expectedText] = [String(actual), String(expected)];
  return text === expectedText && !text.startsWith('[object ');
}

/**
 * Where `actual` first differs from `expected`; undefined if they are deeply equal.
 *
 * A field that is undefined equals an absent one. Fields matter, not classes; for an error, its name, message, cause and own fields.
 * Matchers of jest and vitest may be used anywhere in `expected`.
 */
export function difference(
  actual: unknown,
  expected: unknown,
  path = 'value',
  seen: Pairs = new Map(),
): Difference | undefined {
  const here = { path, actual, expected };
  if (Object.is(actual, expected)) return undefined;
  if (isMatcher(expected)) return expected.asymmetricMatch(actual) ? undefined : here;
  if (!isObject(actual) || !isObject(expected) || kindOf(actual) !== kindOf(expected)) return here;

  // A pair that is already being compared counts as equal: its other fields decide.
  const compared = seen.get(actual) ?? new Set();
  if (compared.has(expected)) return undefined;
  seen.set(actual, compared.add(expected));

  if (actual instanceof Set && expected instanceof Set) {
    const has = (member: unknown) =>
      actual.has(member) || [...actual].some(one => difference(one, member) === undefined);
    return actual.size === expected.size && [...expected].every(has) ? undefined : here;
  }
  const [left, right] = [fieldsOf(actual), fieldsOf(expected)];
  if (left === undefined || right === undefined) return readsTheSame(actual, expected) ? undefined : here;
  if (Array.isArray(actual) && Array.isArray(expected) && actual.length !== expected.length) {
    return { path: `${path}.length`, actual: actual.length, expected: expected.length };
  }
  for (const field of new Set([...left.keys(), ...right.keys()])) {
    const found = difference(left.get(field), right.get(field), `${path}.${String(field)}`, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}
