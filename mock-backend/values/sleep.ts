/** The longest delay of a Node timer: a longer one would fire at once. */
const longestMs = 2 ** 31 - 1;

/** Resolves after `ms`, or as soon as the signal aborts. */
export const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    if (ms <= 0 || signal?.aborted === true) {
      resolve();
      return;
    }
    const wake = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, Math.min(ms, longestMs));
    signal?.addEventListener('abort', wake);
  });
