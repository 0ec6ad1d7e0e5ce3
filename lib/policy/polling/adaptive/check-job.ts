import {
  above,
  aStringOf,
  atLeast,
  atLeastOption,
  checkNames,
  checkOptions,
  checkRequired,
} from '../../../model/checks.js';
import { present } from '../../../model/present.js';
import type { ObservedJob } from '../polling-strategy.js';

/** A key distinguishes jobs whose durations differ: a mode, a language. */
export const aKey = aStringOf(1, 255);

/** @throws RangeError or TypeError naming the field, its bound and the value. */
export function checkJob(doing: string, job: ObservedJob): ObservedJob {
  checkNames(doing, job, ['key', 'videoSeconds', 'afterMs', 'byMs']);
  checkRequired(doing, job, ['afterMs']);
  const { key, videoSeconds, afterMs, byMs } = job;
  checkOptions(
    doing,
    { afterMs, byMs, videoSeconds, key },
    {
      afterMs: atLeast(0),
      byMs: atLeastOption('afterMs', afterMs),
      videoSeconds: above(0),
      key: aKey,
    },
  );
  return present({ key, videoSeconds, afterMs, byMs });
}
