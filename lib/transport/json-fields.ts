/** The object's own field, or an element of a list; undefined if it is absent or `null`. Inherited ones, such as `__proto__`, are ignored. */
export function field(object: unknown, name: string): unknown {
  if (typeof object !== 'object' || object === null || !Object.hasOwn(object, name)) return undefined;
  return (Reflect.get(object, name) as unknown) ?? undefined;
}

/** A field that is a string. */
export function textField(object: unknown, name: string): string | undefined {
  const value = field(object, name);
  return typeof value === 'string' ? value : undefined;
}

/** A field that is a finite number, or one written as a string: some services quote their numbers. */
export function numberField(object: unknown, name: string): number | undefined {
  return asNumber(field(object, name));
}

/** A finite number, or one written as a string. */
export function asNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && DECIMAL.test(value) ? Number(value) : value;
  return Number.isFinite(number) ? (number as number) : undefined;
}

const DECIMAL = /^-?\d{1,20}(?:\.\d{1,20})?$/;

/** A field that is a list. */
export function listField(object: unknown, name: string): readonly unknown[] | undefined {
  const value = field(object, name);
  return isList(value) ? value : undefined;
}

/** Is this a list? */
export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
