import { mkdirSync, writeFileSync } from 'node:fs';

const RESULTS = new URL('../results/', import.meta.url);

/** Writes the tables and plots of one part to `results/`. */
export function writePage(
  part: string,
  title: string,
  sections: readonly string[],
  plots: Readonly<Record<string, string>> = {},
): void {
  mkdirSync(RESULTS, { recursive: true });
  const head = `# ${title}\n\nWritten by \`npm run bench\`. The figures are explained in the [README](../README.md).\n`;
  const images = Object.keys(plots).map(name => `![${name}](${part}-${name}.svg)\n`);
  writeFileSync(new URL(`${part}.md`, RESULTS), [head, ...sections, ...images].join('\n'));
  for (const [name, svg] of Object.entries(plots)) {
    writeFileSync(new URL(`${part}-${name}.svg`, RESULTS), svg);
  }
}
