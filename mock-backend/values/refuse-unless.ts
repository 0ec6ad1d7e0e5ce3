import type * as z from 'zod';

/**
 * Returns the value if it matches the schema. Otherwise throws one sentence about the first problem: what, which option, bound, value.
 *
 * @throws TypeError "Cannot create the mock backend: `jobErrors` must be between 0 and 1, got 2"
 */
export const refuseUnless = <Value>(schema: z.ZodType<Value>, value: unknown, cannot: string): Value => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new TypeError(`${cannot}: ${issue === undefined ? 'invalid' : sentence(issue, value)}`);
};

/** One issue as a sentence, for example "`script[0].status` must be at least 100, got 7". */
export const sentence = (issue: z.core.$ZodIssue, value: unknown): string => {
  if (issue.code === 'unrecognized_keys') {
    return `unknown option ${issue.keys.map(key => `\`${pathText([...issue.path, key])}\``).join(', ')}`;
  }
  const where = issue.path.length === 0 ? '' : `\`${pathText(issue.path)}\` `;
  // Text that is not JSON was parsed as undefined.
  const got = value === undefined ? 'no JSON' : shown(valueAt(value, issue.path));
  return `${where}${issue.message}, got ${got}`;
};

/** `script[0].status` */
export const pathText = (path: readonly PropertyKey[]): string =>
  path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`))
    .join('');

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );

const shown = (value: unknown): string => {
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'number' || typeof value === 'bigint' || value === undefined) return String(value);
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};
