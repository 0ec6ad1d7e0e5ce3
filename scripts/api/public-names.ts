import ts from 'typescript';

/** A name that users see, with its declarations. */
export interface PublicName {
  readonly name: string;
  readonly declarations: readonly ts.Declaration[];
}

/** The names that an entry exports, in alphabetical order. */
export function exportedBy(file: string, program: ts.Program): readonly PublicName[] {
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(file)!)!;
  return sorted(
    checker.getExportsOfModule(module).map(exported => {
      const { declarations = [] } = aliased(exported, checker);
      return { name: exported.name, declarations };
    }),
  );
}

/** Our own names that these use but no entry exports: changing one changes the public API. */
export function usedBy(names: readonly PublicName[], exported: ReadonlySet<ts.Declaration>, program: ts.Program): readonly PublicName[] {
  const checker = program.getTypeChecker();
  const used = new Map<ts.Symbol, PublicName>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) add(checker.getSymbolAtLocation(node));
    ts.forEachChild(node, visit);
  };
  const add = (found: ts.Symbol | undefined): void => {
    if (found === undefined) return;
    const symbol = aliased(found, checker);
    const { name, declarations = [] } = symbol;
    const isOurs = declarations.some(declaration => isTopLevel(declaration) && !exported.has(declaration));
    if (!isOurs || used.has(symbol)) return;
    used.set(symbol, { name, declarations });
    declarations.forEach(visit);
  };
  for (const { declarations } of names) declarations.forEach(visit);
  return sorted([...used.values()]);
}

const aliased = (symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;

const isTopLevel = (declaration: ts.Declaration): boolean => {
  const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  return ts.isSourceFile(statement.parent) && !statement.getSourceFile().fileName.includes('/node_modules/');
};

const sorted = (names: readonly PublicName[]): readonly PublicName[] =>
  [...names].sort((a, b) => (a.name < b.name ? -1 : 1));
