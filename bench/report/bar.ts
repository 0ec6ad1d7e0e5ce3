import { table } from './table.js';

/** What is held to, and what was measured. */
export interface Bar {
  readonly name: string;
  readonly atMost?: number;
  readonly atLeast?: number;
  readonly measured: number;
  readonly unit?: string;
}

export function barTable(bars: readonly Bar[]): string {
  return table(
    ['bar', 'bound', 'measured', ''],
    bars.map(bar => [
      bar.name,
      bound(bar),
      shown(bar.measured, bar.unit),
      isHeld(bar) ? 'held' : '**missed**',
    ]),
  );
}

const bound = ({ atMost, atLeast, unit }: Bar): string =>
  atMost === undefined ? `>= ${shown(atLeast!, unit)}` : `<= ${shown(atMost, unit)}`;

const isHeld = ({ atMost = Infinity, atLeast = -Infinity, measured }: Bar): boolean =>
  measured <= atMost && measured >= atLeast;

const shown = (value: number, unit = ''): string => `${Number(value.toPrecision(3))}${unit && ` ${unit}`}`;
