import { isEmpty, present } from '../../model/present.js';
import type { GivenTerms } from '../../stream/watch/watch-terms.js';
import type { StoredTerms } from '../engine/watches.js';

/** Options that cannot be stored, and what to do instead. */
const INSTEAD = {
  strategy: 'pass a schedule to the workers',
  wake$: 'use `wakeFrom`',
  paused$: 'stop the workers',
} as const;

const NAMES = Object.keys(INSTEAD) as readonly (keyof typeof INSTEAD)[];

/** Refuses options that cannot be stored. @throws TypeError naming the first such option, and what to do instead. */
export function checkStorable({ call, polling }: GivenTerms): void {
  const given = { ...call, strategy: polling.strategy };
  const name = NAMES.find(each => given[each] !== undefined);
  if (name === undefined) return;
  throw new TypeError(
    `Cannot watch: \`${name}\` exists only in this process, and a durable watch outlives it; ${INSTEAD[name]}`,
  );
}

/** The options to store: those that were given. Undefined: none were. */
export function storedTermsOf({ call, polling, retry }: GivenTerms): StoredTerms | undefined {
  const { strategy: _, ...numbers } = polling;
  return unlessEmpty({
    polling: unlessEmpty(numbers),
    retry: unlessEmpty(retry),
    key: call.key,
    videoSeconds: call.videoSeconds,
    emit: call.emit === 'polls' ? call.emit : undefined,
  });
}

/** The fields that have a value; undefined if none has. */
const unlessEmpty = (fields: object): object | undefined => (isEmpty(fields) ? undefined : present(fields));
