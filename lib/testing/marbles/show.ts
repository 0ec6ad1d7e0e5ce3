const DEEPEST = 4;

const isName = (key: string) => /^[A-Za-z_$][\w$]*$/.test(key);

const fieldsOf = (value: object, depth: number): string =>
  Object.entries(value)
    .map(([key, field]) => `${isName(key) ? key : `'${key}'`}: ${show(field, depth + 1)}`)
    .join(', ');

/** Writes a value on one line, as similar as possible to source code that creates it. */
export function show(value: unknown, depth = 0): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'function') return `[function ${value.name}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (depth > DEEPEST) return '...';
  if (Array.isArray(value)) return `[${value.map(item => show(item, depth + 1)).join(', ')}]`;
  if (value instanceof Map) return `Map${show([...(value as Map<unknown, unknown>)], depth + 1)}`;
  if (value instanceof Set) return `Set${show([...(value as Set<unknown>)], depth + 1)}`;
  if (value instanceof Error) {
    const { name: _, ...rest } = value;
    const fields = fieldsOf(rest, depth);
    return `${value.name}('${value.message}'${fields === '' ? '' : `, { ${fields} }`})`;
  }
  if ('toJSON' in value) return JSON.stringify(value);
  const fields = fieldsOf(value, depth);
  return fields === '' ? '{}' : `{ ${fields} }`;
}
