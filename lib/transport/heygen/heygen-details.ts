import {
  catchError,
  EMPTY,
  from,
  ignoreElements,
  map,
  merge,
  mergeMap,
  of,
  takeUntil,
  timer,
  toArray,
  type Observable,
} from 'rxjs';
import { isJobNotFoundError } from '../../model/errors.js';
import type { JobId } from '../../model/job.js';
import type { StatusReport } from '../../model/status-report.js';
import type { Transport } from '../transport.js';

/** Single polls under way at once, and how long each keeps its place at least, in ms: together no more than 40 a second. */
const PLACES = 4;
const PLACE_MS = 100;

/**
 * Adds to the reports of a bulk poll what it leaves out: results, and some reasons. *Emits* all reports once, after `budgetMs` at the
 * latest. A completed job whose single poll fails, or does not come in time, is told to be running: a later poll will bring it.
 *
 * @param transport Where each of them is polled singly.
 */
export function withHeygenDetails(
  reports: readonly StatusReport[],
  transport: Pick<Transport, 'status'>,
  budgetMs: number,
): Observable<readonly StatusReport[]> {
  const incomplete = reports.filter(({ status, failure }) =>
    status === 'error' ? failure === undefined : status === 'completed',
  );
  if (incomplete.length === 0) return of(reports);
  const detail$ = from(incomplete).pipe(
    mergeMap(({ jobId }) => merge(pollAt(transport, jobId), timer(PLACE_MS).pipe(ignoreElements())), PLACES),
    takeUntil(timer(budgetMs)),
  );
  return detail$.pipe(
    toArray(),
    map(details => {
      const byId = new Map(details.map(detail => [detail.jobId, detail]));
      return reports.map(report => byId.get(report.jobId) ?? keptOpen(report));
    }),
  );
}

function keptOpen(report: StatusReport): StatusReport {
  return report.status === 'completed' ? { ...report, status: 'running' } : report;
}

function pollAt(transport: Pick<Transport, 'status'>, jobId: JobId): Observable<StatusReport> {
  return transport
    .status(jobId)
    .pipe(
      catchError((error: unknown) =>
        isJobNotFoundError(error) ? of({ jobId, status: 'not_found' }) : EMPTY,
      ),
    );
}
