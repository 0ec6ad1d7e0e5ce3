import { expect } from '@jest/globals';
import type { WatchStart } from '../../../../lib/policy/watch/state.js';
import { lastDecision, type Happening } from '../support.js';

/** The next step: a poll that is not the last. */
export const poll = (at: number) => ({ type: 'poll', at, isLast: false });

/** The next step: the watch has ended with this error. */
export const ended = (name: string, more: object = {}) => ({
  type: 'ended',
  error: expect.objectContaining({ name, ...more }),
});

/** One row of a table: what has happened, and what comes next. */
export type Row = readonly [title: string, happenings: readonly Happening[], next: object];

/** Checks the last decision of each row. */
export function itDecides(rows: readonly Row[], start?: Partial<WatchStart>): void {
  it.each(rows)('%s', (_title, happenings, next) => {
    expect(lastDecision(happenings, start).next).toMatchObject(next);
  });
}
