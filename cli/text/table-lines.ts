import { inColumns, terminalWidth } from './terminal-width.js';

/** Rows of cells as lines with aligned columns. */
export function tableLines(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map(row => terminalWidth(row[column]!))),
  );
  return rows.map(row =>
    row
      .map((cell, column) => inColumns(cell, widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}
