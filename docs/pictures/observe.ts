import type { JobSnapshot } from 'heygen-rx';
import { marbles, virtualClient } from 'heygen-rx/testing';
import { NEVER, type Observable } from 'rxjs';
import type { Diagram } from './diagrams.js';
import { marblesOf, marksOf, type Mark } from './marble-text.js';

/** One line of a picture. */
export interface Row {
  readonly label: string;
  readonly marbles: string;
  /** A state that holds until the next mark, or single moments. */
  readonly kind: 'state' | 'moments';
}

/** Runs a diagram in virtual time, and writes down what the library does. */
export function observe(diagram: Diagram): readonly Row[] {
  const rows: Row[] = [];
  marbles(({ flush, cold, scheduler }) => {
    const { script, client: options = {}, subscribers = ['^'], lastsMs } = diagram;
    const now = (): number => scheduler.frame;
    const wake$: Observable<string> =
      diagram.wake$ === undefined ? NEVER : cold(diagram.wake$, { w: 'job-1' });
    const paused$: Observable<boolean> =
      diagram.paused$ === undefined ? NEVER : cold(diagram.paused$, { p: true, r: false });
    const client = virtualClient(script, options);
    const signals = {
      ...(diagram.wake$ === undefined ? {} : { wake$ }),
      ...(diagram.paused$ === undefined ? {} : { paused$ }),
    };
    const watch = { ...diagram.watch, ...signals };
    const job$ =
      diagram.translates === true
        ? client.translate({ outputLanguage: 'Spanish (Spain)' }, watch)
        : client.watch('job-1', watch);

    const circuit: Mark[] = [];
    client.circuitBreaker.state$.subscribe(({ state }) => circuit.push({ at: now(), sign: state.charAt(0) }));
    const seen = subscribers.map(text => {
      const marks: Mark[] = [];
      const [from, to] = marksOf(text);
      const mark = (sign: string): number => marks.push({ at: now(), sign });
      if (from !== undefined && from.at > 0) marks.push({ at: from.at, sign: '^' });
      scheduler.schedule(() => {
        const subscription = job$.subscribe({
          next: (job: JobSnapshot) => mark(job.status.charAt(0)),
          error: () => mark('#'),
          complete: () => mark('|'),
        });
        scheduler.schedule(
          () => {
            if (to !== undefined) mark('!');
            subscription.unsubscribe();
          },
          (to?.at ?? lastsMs) - now(),
        );
      }, from?.at ?? 0);
      return marks;
    });
    flush();

    const letters = script.jobs?.['job-1'] ?? script.everyJob ?? '';
    rows.push({ label: 'service', marbles: letters, kind: 'state' });
    for (const [label, signal] of Object.entries({ wake$: diagram.wake$, paused$: diagram.paused$ })) {
      if (signal !== undefined)
        rows.push({ label, marbles: signal, kind: label === 'wake$' ? 'moments' : 'state' });
    }
    const sent = client.transport.requests.map(({ kind, at, outcome }) => ({
      kind,
      mark: { at, sign: outcome === 'failed' ? 'x' : outcome === 'aborted' ? 'a' : 'o' },
    }));
    const creates = sent.filter(({ kind }) => kind === 'create').map(({ mark }) => mark);
    if (creates.length > 0) rows.push({ label: 'creates', marbles: marblesOf(creates), kind: 'moments' });
    const polls = sent.filter(({ kind }) => kind !== 'create').map(({ mark }) => mark);
    rows.push({ label: 'polls', marbles: marblesOf(polls), kind: 'moments' });
    if (diagram.showsCircuit === true)
      rows.push({ label: 'circuit', marbles: marblesOf(circuit), kind: 'state' });
    for (const [index, marks] of seen.entries()) {
      const label = seen.length === 1 ? 'you' : `subscriber ${index + 1}`;
      rows.push({ label, marbles: marblesOf(marks), kind: 'moments' });
    }
  });
  return rows;
}
