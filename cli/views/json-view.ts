import { describeError } from '../errors/describe-error.js';
import type { Host } from '../host.js';
import type { JobState } from '../jobs/job-state.js';
import type { Trouble } from '../jobs/trouble.js';
import { jsonText } from '../text/json-text.js';
import type { OpenView } from './view.js';

/** One JSON object per line, each with a `type`, and `at` in epoch ms. */
export const jsonView =
  ({ stdout, now }: Pick<Host, 'stdout' | 'now'>): OpenView =>
  () => {
    const print = (type: string, fields: object): void => {
      stdout.write(`${jsonText({ type, at: now(), ...fields })}\n`);
    };
    const printed = new Map<number, string>();
    let current: Trouble | undefined;
    return {
      update: (index, state) => {
        const visible = visibleOf(state);
        if (printed.get(index) === visible) return;
        printed.set(index, visible);
        print(...objectFor(state));
      },
      trouble: trouble => {
        const before = current;
        current = trouble;
        if (trouble === undefined) print('recovered', {});
        else if (trouble.what !== before?.what || retryAtOf(trouble) !== retryAtOf(before)) {
          print('trouble', fieldsOf(trouble));
        }
      },
      close: () => undefined,
    };
  };

function objectFor({ label, jobId, snapshot, error }: JobState): [type: string, fields: object] {
  if (error !== undefined) return ['ended', { label, jobId, error: describeError(error) }];
  return [snapshot?.polls === 0 ? 'created' : 'status', { label, ...snapshot }];
}

const retryAtOf = (trouble: Trouble | undefined): number | undefined =>
  trouble?.type === 'requests' ? trouble.retryAt : undefined;

function fieldsOf(trouble: Trouble): object {
  if (trouble.type === 'workers') return { what: trouble.what };
  const { what, attempts, retryAt } = trouble;
  return { what, attempts, retryAt };
}

/** The relevant part: an object is printed only if this differs from the last one. */
function visibleOf({ snapshot, error }: JobState): string {
  const progress = snapshot !== undefined && 'progress' in snapshot ? snapshot.progress : '';
  return `${error === undefined ? '' : 'ended'} ${snapshot?.polls === 0 ? 'created' : ''} ${snapshot?.status} ${snapshot?.statusText ?? ''} ${progress}`;
}
