import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { typesOfEntries } from '../../scripts/build/manifest.js';
import { root } from './fences.js';

/** The sources of the entries of package.json, by the names that users import: `heygen-rx/durable`. */
const ENTRIES: Readonly<Record<string, string>> = Object.fromEntries(
  typesOfEntries.map(([entry, file]) => [
    entry.replace(/^\./, 'heygen-rx'),
    relative('dist', file).replace(/\.d\.ts$/, '.ts'),
  ]),
);

export const ENTRY_FILES = Object.values(ENTRIES).map(file => join(root, file));

/** An exported name, with its declaration. */
export interface ExportedName {
  readonly name: string;
  /** The entry that it is imported from, such as `heygen-rx/durable`. */
  readonly entry: string;
  readonly symbol: ts.Symbol;
  /** Nothing can be called or constructed by this name. */
  readonly isTypeOnly: boolean;
}

/** Every name that can be imported; one that two entries export is listed twice. */
export function exportedNames(program: ts.Program): readonly ExportedName[] {
  const checker = program.getTypeChecker();
  return Object.entries(ENTRIES).flatMap(([entry, file]) => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(join(root, file))!);
    return checker.getExportsOfModule(module!).map(exported => ({
      name: exported.name,
      entry,
      symbol: exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported,
      isTypeOnly: exported.declarations?.some(ts.isTypeOnlyExportDeclaration) ?? false,
    }));
  });
}

const isOwn = (node: ts.Node): boolean => !node.getSourceFile().fileName.includes('/node_modules/');

/** `file:line name` of every exported name, and of every public member of one, that has no doc comment. */
export function undocumented(program: ts.Program): readonly string[] {
  const checker = program.getTypeChecker();
  const missing = new Set<string>();
  for (const { name, symbol } of exportedNames(program)) {
    check(symbol, name);
    for (const [member, label] of membersOf(symbol, name)) check(member, label);
  }
  return [...missing].sort();

  function check(symbol: ts.Symbol, label: string): void {
    const [declaration] = symbol.declarations ?? [];
    if (declaration === undefined || !isOwn(declaration) || isInternal(symbol)) return;
    // Tags alone, such as `@throws`, say what is special about it, not what it is.
    if (ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim() !== '') return;
    const file = declaration.getSourceFile();
    const { line } = file.getLineAndCharacterOfPosition(declaration.getStart());
    missing.add(`${relative(root, file.fileName)}:${line + 1} ${label}`);
  }
}

const isInternal = (symbol: ts.Symbol): boolean =>
  symbol.getJsDocTags().some(({ name }) => name === 'internal');

/** The public members that a symbol declares itself. */
function membersOf(symbol: ts.Symbol, label: string): readonly (readonly [ts.Symbol, string])[] {
  const members: (readonly [ts.Symbol, string])[] = [];
  for (const declaration of symbol.declarations ?? []) {
    if (isOwn(declaration)) visit(declaration);
  }
  return members;

  function visit(node: ts.Node): void {
    if (isMember(node)) {
      const { symbol } = node as unknown as { readonly symbol: ts.Symbol };
      if (isPublic(node) && !isOnOneLine(node.parent)) members.push([symbol, `${label}.${symbol.name}`]);
    } else if (isObjectType(node)) {
      ts.forEachChild(node, visit);
    }
  }
}

const isMember = (node: ts.Node): node is ts.ClassElement | ts.TypeElement =>
  ts.isPropertySignature(node) ||
  ts.isMethodSignature(node) ||
  ts.isPropertyDeclaration(node) ||
  ts.isMethodDeclaration(node) ||
  ts.isGetAccessor(node);

/** What can have members of its own, not only parameters or type arguments with some. */
const isObjectType = (node: ts.Node): boolean =>
  ts.isInterfaceDeclaration(node) ||
  ts.isClassDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isTypeLiteralNode(node) ||
  ts.isUnionTypeNode(node) ||
  ts.isIntersectionTypeNode(node) ||
  ts.isParenthesizedTypeNode(node);

/** `{ readonly type: 'all' }` says it all, with the comment on it. */
function isOnOneLine(node: ts.Node): boolean {
  return ts.isTypeLiteralNode(node) && !node.getText().includes('\n');
}

/** Overrides inherit what is said of them; a literal or `never` needs no words. */
function isPublic(node: ts.ClassElement | ts.TypeElement): boolean {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected | ts.ModifierFlags.Override;
  if ((ts.getCombinedModifierFlags(node) & hidden) !== 0) return false;
  if (node.name === undefined || !ts.isIdentifier(node.name)) return false;
  const { type } = node as { readonly type?: ts.TypeNode };
  return type === undefined || !(ts.isLiteralTypeNode(type) || type.kind === ts.SyntaxKind.NeverKeyword);
}

/** Is this a function or a class? Then it has to show an example. */
export function needsExample({ symbol, isTypeOnly }: ExportedName): boolean {
  const [declaration] = symbol.declarations ?? [];
  if (declaration === undefined || isTypeOnly) return false;
  if (ts.isFunctionDeclaration(declaration) || ts.isClassDeclaration(declaration)) return true;
  return (
    ts.isVariableDeclaration(declaration) &&
    declaration.initializer !== undefined &&
    (ts.isArrowFunction(declaration.initializer) || ts.isCallExpression(declaration.initializer))
  );
}

/** The examples in the doc comment of a name. */
export const examplesOf = ({ symbol }: ExportedName): readonly string[] =>
  symbol
    .getJsDocTags()
    .filter(({ name }) => name === 'example')
    .map(({ text }) => ts.displayPartsToString(text).replace(/^```ts\n|\n```$/g, ''));

/** What the examples of doc comments may use without saying where it comes from. */
const WORLD: Readonly<Record<string, string>> = {
  client: `import('heygen-rx').TranslationClient`,
  job: `import('heygen-rx').JobSnapshot`,
  jobId: 'string',
  request: `import('heygen-rx').TranslationRequest`,
  transport: `import('heygen-rx').Transport`,
  engine: `import('heygen-rx/durable').DurableEngine`,
  receiver: `import('heygen-rx/webhooks').WebhookReceiver`,
  http: `import('heygen-rx/http').HttpClient`,
  order: '{ readonly id: string }',
  session: '(fresh: boolean) => Promise<{ readonly token: string }>',
  error: 'unknown',
  video: 'string',
  baseUrl: 'string',
  apiKey: 'string',
  secret: 'string',
  rawBody: 'Uint8Array',
  headers: 'Headers',
};

const RXJS = ['filter', 'firstValueFrom', 'map', 'of'];

/**
 * Writes the examples of doc comments to files, one each. In a comment an example is as short as it can be: names of this library, common names of rxjs, and those of `WORLD` are
 * supplied here.
 */
export function exampleFiles(names: readonly ExportedName[]): readonly string[] {
  const folder = join(root, '.cache', 'fences', 'doc-comments');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // The main entry comes first, so it wins where two export the same name.
  const known = new Map([...names].reverse().map(exported => [exported.name, importOf(exported)]));
  const documented = new Set<ts.Symbol>();
  return names.flatMap(exported => {
    if (documented.has(exported.symbol)) return [];
    documented.add(exported.symbol);
    return examplesOf(exported).map((example, index) => {
      const file = join(folder, `${documented.size}-${index + 1}-${exported.name}.ts`);
      writeFileSync(file, `${preludeOf(example, known)}\n${example}\nexport {};\n`);
      return file;
    });
  });
}

function importOf({ name, entry, symbol, isTypeOnly }: ExportedName): string {
  const isType = isTypeOnly || (symbol.flags & ts.SymbolFlags.Value) === 0;
  return `import { ${isType ? 'type ' : ''}${name} } from '${entry}';`;
}

function preludeOf(example: string, known: ReadonlyMap<string, string>): string {
  const used = new Set(example.match(/[A-Za-z_$][\w$]*/g));
  const isDeclared = (name: string) =>
    new RegExp(`(?:const|import \\{[^}]*) ?\\b${name.replace('$', '\\$')}(?![\\w$])`).test(example);
  const free = [...used].filter(name => !isDeclared(name));
  const imports = free.flatMap(name =>
    RXJS.includes(name) ? `import { ${name} } from 'rxjs';` : (known.get(name) ?? []),
  );
  const declared = free.flatMap(name =>
    Object.hasOwn(WORLD, name) ? `declare const ${name}: ${WORLD[name]};` : [],
  );
  return [...imports, ...declared].join(' ');
}
