/** One thing that must work once the package is installed. */
export interface Case {
  readonly name: string;
  /** Returns a short note on the result, such as a version or a size. Throws or rejects if it does not work. */
  readonly run: () => Promise<string> | string;
}

/** Runs cases one after the other, and prints a line for each and a table of all. Returns whether all work. */
export async function runCases(cases: readonly Case[]): Promise<boolean> {
  const rows: { readonly name: string; readonly works: boolean; readonly seen: string }[] = [];
  for (const { name, run } of cases) {
    try {
      rows.push({ name, works: true, seen: await run() });
      console.log(`ok      ${name}`);
    } catch (error) {
      rows.push({ name, works: false, seen: 'see above' });
      console.log(`FAILED  ${name}\n${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const width = Math.max(...rows.map(({ name }) => name.length));
  console.log('');
  for (const { name, works, seen } of rows)
    console.log(`${works ? 'ok    ' : 'FAILED'}  ${name.padEnd(width)}  ${seen}`);
  console.log('');
  return rows.every(({ works }) => works);
}
