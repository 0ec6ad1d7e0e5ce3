import { snakeCase } from '../../../model/snake-case.js';
import {
  fromColumns,
  toColumns,
  type RareFields,
  type WatchColumns,
} from '../../policy/engine/watch-columns.js';
import { fromJson, toJson } from '../json.js';
import type { StoredWatch } from '../watches.js';

/** A row of `heygen_rx.watch` as a driver gives it: numbers may be text. */
export type WatchRow = Readonly<Record<string, unknown>> & { readonly job_id: string };

/** The columns of numbers, in the order of the statements' parameters. `returnUntil` has a column of its own here, since SQL has to add the engine's time to it. */
const NUMBERS = [
  'status',
  'flags',
  'polls',
  'step',
  'at',
  'createdAt',
  'openAt',
  'deadlineAt',
  'nextPollAt',
  'notBeforeAt',
  'notFoundUntil',
  'returnUntil',
  'progress',
  'videoSeconds',
  'together',
] as const satisfies readonly (keyof WatchColumns | 'returnUntil')[];

const COLUMNS = NUMBERS.map(name => ({ name, column: snakeCase(name) }));

/** A number, from a driver that gives numbers or text. */
export const toNumber = (value: unknown): number => Number(value);

/** A boolean, from a driver that gives booleans or text. */
export const toBoolean = (value: unknown): boolean => value === true || value === 't';

/** A number, or nothing. */
export const toNumberOrNull = (value: unknown): number | null =>
  value === null || value === undefined ? null : Number(value);

/** Watches as parameters of a statement: an array for each column. */
export function toParameters(watches: readonly StoredWatch[]): unknown[] {
  const rows = watches.map(watch => {
    const columns = toColumns(watch);
    const { returnUntil = null, ...rare } = columns.rare ?? {};
    return { ...columns, returnUntil, rare: Object.keys(rare).length === 0 ? null : toJson(rare) };
  });
  return [
    watches.map(({ state }) => state.jobId),
    ...NUMBERS.map(name => rows.map(row => row[name])),
    rows.map(({ rare }) => rare),
  ];
}

/** A row as a stored watch. */
export function fromRow(row: WatchRow): StoredWatch {
  const numbers: Partial<Record<(typeof NUMBERS)[number], number | null>> = {};
  for (const { name, column } of COLUMNS) numbers[name] = toNumberOrNull(row[column]);
  const { returnUntil, ...columns } = numbers;
  const rare = fromJson<RareFields>(row.rare);
  return fromColumns(row.job_id, {
    ...(columns as Omit<WatchColumns, 'rare'>),
    rare: returnUntil == null ? (rare ?? null) : { ...rare, returnUntil },
  });
}
