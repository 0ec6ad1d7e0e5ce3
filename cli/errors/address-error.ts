/** The service cannot be reached at its URL, and retrying will not help. */
export class AddressError extends Error {
  override readonly name = 'AddressError';

  /** @param what A clause, such as `cannot reach http://127.0.0.1: host not found (ENOTFOUND)`. */
  constructor(what: string) {
    super(`${what.charAt(0).toUpperCase()}${what.slice(1)}. Check the URL and the network.`);
  }
}
