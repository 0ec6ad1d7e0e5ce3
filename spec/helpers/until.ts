/** How long to wait at most, in ms: far more than a slow machine needs, far less than jest's time limit, which cannot say what was waited for. */
const MOST_MS = 120_000;

/** Waits until something is found. @throws Error with `what` if it is not found. */
export async function until<T>(
  what: string,
  find: () => T | undefined | false | Promise<T | undefined | false>,
  mostMs = MOST_MS,
): Promise<T> {
  const endsAt = Date.now() + mostMs;
  for (;;) {
    const found = await find();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > endsAt) throw new Error(`Waited in vain for ${mostMs / 1000} s: ${what}`);
    // It does not keep jest from exiting after its test has failed.
    await new Promise(resolve => setTimeout(resolve, 5).unref());
  }
}
