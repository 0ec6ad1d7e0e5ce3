import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** Writes the licences of the packages that these files belong to into `dist/THIRD-PARTY.md`. */
export function writeThirdParty(files: readonly string[]): void {
  const packages = new Set(files.flatMap(file => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []));
  const sections = [...packages].sort().map(name => {
    const { version, license } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as {
      readonly version: string;
      readonly license: string;
    };
    return `## ${name} ${version} (${license})\n\n${licenceText(name)}\n`;
  });
  writeFileSync('dist/THIRD-PARTY.md', [HEAD, ...sections].join('\n'));
}

const HEAD = `# Third-party software

The mock backend, its dashboard and the command line contain these packages. The library itself contains none of them.
`;

function licenceText(name: string): string {
  const file = readdirSync(`node_modules/${name}`).find(entry => /^(licen[cs]e|copyright)/i.test(entry));
  if (file === undefined) throw new Error(`Cannot build: ${name} has no licence file`);
  return readFileSync(`node_modules/${name}/${file}`, 'utf8').trim();
}
