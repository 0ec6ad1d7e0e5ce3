/**
 * What a terminal shows after some output: enough of a VT100 for the command line. Lines that the terminal wrapped are one line here, as
 * they are when copied from a terminal.
 */
export function screenAfter(output: string, columns: number): readonly string[] {
  let rows: { cells: string[]; isWrapped: boolean }[] = [];
  let [row, column, wraps] = [0, 0, true];
  const current = () => {
    while (rows.length <= row) rows.push({ cells: [], isWrapped: false });
    return rows[row]!;
  };
  const put = (character: string) => {
    if (column === columns) {
      if (!wraps) column -= 1;
      else {
        current().isWrapped = true;
        [row, column] = [row + 1, 0];
      }
    }
    const { cells } = current();
    while (cells.length < column) cells.push(' ');
    cells[column++] = character;
  };
  for (const [token] of output.matchAll(/\x1b\[[?\d;]*[A-Za-z]|[^]/gu)) {
    if (token === '\n') [row, column] = [row + 1, 0];
    else if (token === '\r') column = 0;
    else if (token === '\x1b[?7l') wraps = false;
    else if (token === '\x1b[?7h') wraps = true;
    else if (token.endsWith('A') && token.startsWith('\x1b'))
      row = Math.max(0, row - Number(token.slice(2, -1)));
    else if (token === '\x1b[K') current().cells.splice(Math.min(column, columns - 1));
    else if (token === '\x1b[J') {
      current().cells.splice(Math.min(column, columns - 1));
      rows = rows.slice(0, row + 1);
    } else if (!token.startsWith('\x1b')) put(token);
  }
  const lines: string[] = [];
  let isContinued = false;
  for (const { cells, isWrapped } of rows) {
    if (isContinued) lines.push(`${lines.pop() ?? ''}${cells.join('')}`);
    else lines.push(cells.join('').trimEnd());
    isContinued = isWrapped;
  }
  return lines;
}
