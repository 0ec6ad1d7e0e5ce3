import { table } from './table.js';

/** A limit for a figure, and the measured value. */
export interface Bound {
  readonly name: string;
  readonly atMost?: number;
  readonly atLeast?: number;
  readonly measured: number;
  readonly unit?: string;
}

export function boundTable(bounds: readonly Bound[]): string {
  return table(
    ['', 'bound', 'measured', ''],
    bounds.map(bound => [
      bound.name,
      limitOf(bound),
      rounded(bound.measured, bound.unit),
      isKept(bound) ? 'kept' : '**missed**',
    ]),
  );
}

const limitOf = ({ atMost, atLeast, unit }: Bound): string =>
  atMost === undefined ? `>= ${rounded(atLeast!, unit)}` : `<= ${rounded(atMost, unit)}`;

const isKept = ({ atMost = Infinity, atLeast = -Infinity, measured }: Bound): boolean =>
  measured <= atMost && measured >= atLeast;

const rounded = (value: number, unit = ''): string => `${Number(value.toPrecision(3))}${unit && ` ${unit}`}`;
