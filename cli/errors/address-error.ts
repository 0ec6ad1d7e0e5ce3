/** Nothing can be reached at the address of the service, and time alone does not mend it. */
export class AddressError extends Error {
  override readonly name = 'AddressError';

  /** @param what A clause, such as `cannot reach http://127.0.0.1: no such host (ENOTFOUND)`. */
  constructor(what: string) {
    super(`${what.charAt(0).toUpperCase()}${what.slice(1)}. Check the URL and the network.`);
  }
}
