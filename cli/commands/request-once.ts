import { firstValueFrom, map, race, retry, throwError, timer, type Observable } from 'rxjs';
import { isRetryableError } from '../../lib/index.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Host } from '../host.js';
import { interruption } from '../interruption.js';
import { MAX_ATTEMPTS, retryDelayMs } from '../service/retry-delay.js';
import { durationText } from '../text/duration-text.js';
import { plainText } from '../text/plain-text.js';
import { reasonOf } from '../errors/reason-of.js';

/** Sends one request, retries retryable failures, and prints the result. Ctrl-C ends it. */
export async function requestOnce<T>(
  result$: Observable<T>,
  host: Host,
  { isJson, print }: { readonly isJson: boolean; readonly print: (result: T) => void },
): Promise<ExitCode> {
  const { stderr } = host;
  const printed$ = result$.pipe(
    retry({
      count: MAX_ATTEMPTS - 1,
      delay: (error: unknown, failed) => {
        if (!isRetryableError(error)) return throwError(() => error);
        const delayMs = retryDelayMs(failed, error.retryAfterMs, host);
        const next = `attempt ${failed + 1} of ${MAX_ATTEMPTS} in ${durationText(delayMs)}`;
        if (!isJson) stderr.write(`${plainText(reasonOf(error))}; ${next}.\n`);
        return timer(delayMs);
      },
    }),
    map((result): ExitCode => {
      print(result);
      return EXIT.completed;
    }),
  );
  const interrupted$ = interruption(host).pipe(map((): ExitCode => EXIT.interrupted));
  return firstValueFrom(race(interrupted$, printed$));
}
