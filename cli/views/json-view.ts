import { reasonOf } from './job-lines.js';
import type { JobState } from '../jobs/job-state.js';
import type { Trouble } from '../jobs/trouble.js';
import type { OpenView } from './view.js';
import type { Output } from '../world.js';

/** One JSON object a line: each with a `type`, and `at` in epoch ms. */
export const jsonView =
  (stdout: Output): OpenView =>
  () => {
    const print = (type: string, fields: object): void => {
      stdout.write(`${JSON.stringify({ type, at: Date.now(), ...fields })}\n`);
    };
    const told = new Map<number, string>();
    let toldTrouble: Trouble | undefined;
    return {
      news: (place, state) => {
        const visible = visibleOf(state);
        if (told.get(place) === visible) return;
        told.set(place, visible);
        print(...lineOf(state));
      },
      trouble: trouble => {
        const before = toldTrouble;
        toldTrouble = trouble;
        if (trouble === undefined) print('recovered', {});
        else if (trouble.nextTryAt !== before?.nextTryAt) {
          print('trouble', { what: trouble.what, tries: trouble.tries, nextTryAt: trouble.nextTryAt });
        }
      },
      close: () => undefined,
    };
  };

function lineOf({ label, jobId, snapshot, error }: JobState): [type: string, fields: object] {
  if (error !== undefined) {
    const name = error instanceof Error ? error.name : 'Error';
    return ['ended', { label, jobId, error: { name, message: reasonOf(error) } }];
  }
  return [snapshot?.polls === 0 ? 'created' : 'status', { label, ...snapshot }];
}

/** What a reader would call news: not that another poll has found the same. */
function visibleOf({ snapshot, error }: JobState): string {
  const progress = snapshot !== undefined && 'progress' in snapshot ? snapshot.progress : '';
  return `${error === undefined ? '' : 'ended'} ${snapshot?.polls === 0 ? 'created' : ''} ${snapshot?.status} ${progress}`;
}
