import ts from 'typescript';
import { exportedBy, usedBy, type PublicName } from './public-names.js';

/** One report per entry on what it exports, in the order of the entries. */
export function reportsOn(entries: readonly (readonly [entry: string, types: string])[]): readonly string[] {
  const program = ts.createProgram(
    entries.map(([, types]) => types),
    { module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022, types: [], strict: true },
  );
  const exported = entries.map(([, types]) => exportedBy(types, program));
  const declared = new Set(exported.flat().flatMap(({ declarations }) => declarations));
  return entries.map(([entry], index) => {
    const names = exported[index] ?? [];
    const used = usedBy(names, declared, program);
    return [
      `# ${entry.replace(/^\./, 'heygen-rx')}\n`,
      'Written by `npm run api`. A change here is a change for users: it needs a line in CHANGELOG.md.\n',
      ...section(names),
      ...(used.length === 0 ? [] : ['## Used, but not exported\n', ...section(used)]),
    ].join('\n');
  });
}

const section = (names: readonly PublicName[]): readonly string[] => [
  '```ts',
  names.flatMap(({ declarations }) => declarations.map(printed)).join('\n\n'),
  '```\n',
];

const printer = ts.createPrinter({ removeComments: true });

function printed(declaration: ts.Declaration): string {
  const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  return printer.printNode(ts.EmitHint.Unspecified, statement, declaration.getSourceFile());
}
