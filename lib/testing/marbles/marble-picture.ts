/** An event at one frame, such as `a` or `|`. Its letter is needed only for drawing. */
export interface Mark {
  readonly frame: number;
  letter(): string;
}

export type Row = readonly Mark[];

/** Columns to show before and after the point of interest. */
const BEFORE = 6;
const FROM = 4;
const LONGEST_DASHES = 12;

const UNITS = [
  [60_000, 'm'],
  [1000, 's'],
  [1, 'ms'],
] as const;

/** How time passes in a picture: `---`, or ` 499ms `. */
function pass(frames: number): string {
  if (frames <= LONGEST_DASHES) return '-'.repeat(Math.max(0, frames));
  const [size, unit] = UNITS.find(([size]) => frames % size === 0) ?? [1, 'ms'];
  return ` ${frames / size}${unit} `;
}

function cellAt(row: Row, frame: number): string {
  const letters = row.filter(mark => mark.frame === frame).map(mark => mark.letter());
  return letters.length > 1 ? `(${letters.join('')})` : (letters[0] ?? '');
}

const pad = (cells: readonly string[]): readonly string[] => {
  const width = Math.max(...cells.map(cell => cell.length));
  return cells.map(cell => cell.padEnd(width));
};

/** All frames with events, in order. */
export const framesOf = (rows: readonly Row[]): readonly number[] =>
  [...new Set(rows.flatMap(row => row.map(mark => mark.frame)))].sort((a, b) => a - b);

/**
 * Draws rows of marbles under one another, the same moment in the same column, with an arrow at one of them.
 *
 * Spaces mean nothing in a marble string of `TestScheduler.run`, so a row can be pasted into a spec unchanged.
 */
export function drawMarbles(titles: readonly string[], rows: readonly Row[], arrowAt: number): string {
  const frames = framesOf(rows);
  const centre = frames.indexOf(arrowAt);
  const shown = frames.slice(Math.max(0, centre - BEFORE), centre + FROM);
  const columns = [pad(titles.map(title => `${title}  `))];
  const begun = shown[0] === frames[0] ? 0 : (shown[0] ?? 0);
  if (begun > 0) columns.push(rows.map(() => '... '));

  let arrow = 0;
  // How far each row is drawn: a group such as `(ab)` is wider than its one frame.
  let drawn = rows.map(() => begun);
  for (const frame of shown) {
    columns.push(pad(drawn.map(at => pass(frame - at))));
    drawn = drawn.map(at => Math.max(at, frame));
    if (frame === arrowAt) arrow = columns.reduce((width, [cell = '']) => width + cell.length, 0);
    const cells = rows.map((row, index) => cellAt(row, frame) || (drawn[index] === frame ? '-' : ''));
    columns.push(pad(cells));
    drawn = drawn.map((at, index) => at + (cells[index]?.length ?? 0));
  }
  if (shown.at(-1) !== frames.at(-1)) columns.push(rows.map(() => ' ...'));
  const lines = rows.map((_, row) =>
    columns
      .map(column => column[row])
      .join('')
      .trimEnd(),
  );
  return [...lines, `${' '.repeat(arrow)}^`].join('\n');
}
