import { mkdirSync, writeFileSync } from 'node:fs';

const RESULTS = new URL('../results/', import.meta.url);

/** Writes one part's tables and pictures into `results/`. */
export function writePage(
  part: string,
  title: string,
  sections: readonly string[],
  pictures: Readonly<Record<string, string>> = {},
): void {
  mkdirSync(RESULTS, { recursive: true });
  const head = `# ${title}\n\nWritten by \`npm run bench\`. What each figure means: [the page](../README.md).\n`;
  const shown = Object.keys(pictures).map(name => `![${name}](${part}-${name}.svg)\n`);
  writeFileSync(new URL(`${part}.md`, RESULTS), [head, ...sections, ...shown].join('\n'));
  for (const [name, svg] of Object.entries(pictures)) {
    writeFileSync(new URL(`${part}-${name}.svg`, RESULTS), svg);
  }
}
