import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

/** The dashboard page is a separate program, which runs in the browser. */
const root = fileURLToPath(new URL('../../mock-backend/', import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
  name => name.endsWith('.ts') && !name.startsWith('dashboard'),
);

/** The files that each file imports. */
const imports = new Map(
  files.map(file => {
    const text = readFileSync(join(root, file), 'utf8');
    const targets = [...text.matchAll(/ from '(\.[^']+)\.js'/g)].map(([, target = '']) =>
      normalize(join(dirname(file), `${target}.ts`)),
    );
    return [file, targets];
  }),
);

/** The folders that each folder imports from; files at the top do not count. */
const folderImports = new Map<string, string[]>();
for (const [file, targets] of imports) {
  const folders = targets.map(dirname).filter(target => target !== dirname(file) && target !== '.');
  if (dirname(file) !== '.')
    folderImports.set(dirname(file), [...(folderImports.get(dirname(file)) ?? []), ...folders]);
}

/** The first cycle in a graph, as a list of names; undefined if there is none. */
const cycleIn = (graph: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined => {
  const done = new Set<string>();
  const visit = (node: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    if (done.has(node)) return undefined;
    for (const next of graph.get(node) ?? []) {
      const cycle = visit(next, [...path, node]);
      if (cycle !== undefined) return cycle;
    }
    done.add(node);
    return undefined;
  };
  for (const node of graph.keys()) {
    const cycle = visit(node, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
};

describe('the folders of the mock backend', () => {
  it('are all read', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(imports.get('app.ts')).toContain('gate/gate.ts');
    expect(cycleIn(new Map([...imports, ['values/random.ts', ['app.ts']]]))).toContain('app.ts');
  });

  it('have no import cycles, between files or between folders', () => {
    expect(cycleIn(imports)).toBeUndefined();
    expect(cycleIn(folderImports)).toBeUndefined();
  });

  it('hold at most 15 files each, and have a header that says what they are for', () => {
    const folders = [...new Set(files.map(dirname))];
    for (const folder of folders) {
      expect([folder, files.filter(file => dirname(file) === folder).length <= 15]).toEqual([folder, true]);
      const header = readFileSync(join(root, folder, 'README.md'), 'utf8');
      expect(header.split('\n').length).toBeGreaterThan(3);
    }
  });
});
