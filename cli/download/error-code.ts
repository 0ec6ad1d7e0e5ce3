/** The innermost code of an error, or its name. */
export function codeOf(error: unknown): string {
  const code = fieldOf(error, 'code');
  if (typeof code === 'string') return code;
  const cause = fieldOf(error, 'cause');
  if (cause !== undefined) return codeOf(cause);
  const name = fieldOf(error, 'name');
  return typeof name === 'string' ? name : 'unknown';
}

/** Did a system call on a file fail? Errors of broken connections have no `syscall`. */
export const isSystemError = (error: unknown): boolean => fieldOf(error, 'syscall') !== undefined;

const fieldOf = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null ? (Reflect.get(error, name) as unknown) : undefined;
