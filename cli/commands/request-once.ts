import {
  defer,
  firstValueFrom,
  fromEvent,
  map,
  of,
  race,
  retry,
  throwError,
  timer,
  type Observable,
} from 'rxjs';
import { isRetryableError } from '../../lib/index.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { reasonOf } from '../views/job-lines.js';
import { durationWords } from '../text/words.js';
import type { World } from '../world.js';

/** A single question costs nothing to ask again: so often, and after so many ms. */
const TRIES = 4;
const FIRST_WAIT_MS = 500;

/** Asks a service once, again while it is in trouble, and has the answer printed. Ctrl-C ends it. */
export async function ask<T>(
  answer$: Observable<T>,
  { stderr, interrupted }: World,
  print: (answer: T) => void,
): Promise<ExitCode> {
  const patient$ = answer$.pipe(
    retry({
      count: TRIES - 1,
      delay: (error: unknown, tries) => {
        if (!isRetryableError(error)) return throwError(() => error);
        const waitMs = Math.max(error.retryAfterMs ?? 0, FIRST_WAIT_MS * 2 ** (tries - 1));
        stderr.write(`${reasonOf(error)}; try ${tries + 1} of ${TRIES} in ${durationWords(waitMs)}.\n`);
        return timer(waitMs);
      },
    }),
    map((answer): ExitCode => {
      print(answer);
      return EXIT.completed;
    }),
  );
  const stopped$ = defer(() => (interrupted.aborted ? of(undefined) : fromEvent(interrupted, 'abort'))).pipe(
    map((): ExitCode => EXIT.interrupted),
  );
  return firstValueFrom(race(stopped$, patient$));
}
