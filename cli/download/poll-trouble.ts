import { filter, map, scan, type Observable } from 'rxjs';
import type { ClientEvent, TranslationClient } from '../../lib/index.js';
import { troubleAfter, type Trouble } from '../jobs/trouble.js';
import { troubleLines } from '../views/trouble-lines.js';

interface Seen {
  readonly hasAnswered: boolean;
  readonly trouble: Trouble | undefined;
  readonly reported: Trouble | undefined;
  readonly lines: readonly string[];
}

const NOTHING: Seen = { hasAnswered: false, trouble: undefined, reported: undefined, lines: [] };

const ANSWERS: ReadonlySet<ClientEvent['type']> = new Set(['STATUS_CHANGED', 'JOB_COMPLETED', 'JOB_FAILED']);

/**
 * What to print while the status of a job cannot be polled.
 *
 * *Emits* lines, when there are some. *Completes* with the client. Never *errors*. *On unsubscribe* it stops listening.
 *
 * @param timeoutMs For how long it is tried.
 */
export const pollTrouble = (
  { event$ }: Pick<TranslationClient, 'event$'>,
  url: string,
  timeoutMs: number,
): Observable<readonly string[]> =>
  event$.pipe(
    scan(({ hasAnswered, trouble: before, reported }, event): Seen => {
      const isAnswer = ANSWERS.has(event.type);
      const trouble = isAnswer ? undefined : troubleAfter(before, event, { url, hasAnswered });
      const hasNowAnswered =
        hasAnswered || isAnswer || (trouble !== undefined && trouble.doubt === undefined);
      return {
        hasAnswered: hasNowAnswered,
        trouble,
        ...troubleLines(reported, trouble, event.at, timeoutMs),
      };
    }, NOTHING),
    map(({ lines }) => lines),
    filter(lines => lines.length > 0),
  );
