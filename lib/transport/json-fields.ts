/** A JSON object, read by named fields only: whatever else a service sends is left behind, `__proto__` too. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object's own field; undefined where there is none, or `null`. */
export function field(object: unknown, name: string): unknown {
  if (!isJsonObject(object) || !Object.hasOwn(object, name)) return undefined;
  return object[name] ?? undefined;
}

export function textField(object: unknown, name: string): string | undefined {
  const value = field(object, name);
  return typeof value === 'string' ? value : undefined;
}

export function numberField(object: unknown, name: string): number | undefined {
  const value = field(object, name);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function listField(object: unknown, name: string): readonly unknown[] | undefined {
  const value = field(object, name);
  return isList(value) ? value : undefined;
}

export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
