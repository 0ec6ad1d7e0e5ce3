/** An error's message, with the request id if there is one: support asks for it. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const requestId: unknown = Reflect.get(error, 'requestId');
  return typeof requestId === 'string' ? `${error.message} (request ${requestId})` : error.message;
}
