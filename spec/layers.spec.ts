import { expect } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));

/** From left to right: a file imports only from its own layer and from those to its left. */
const LAYERS = ['model', 'policy', 'transport', 'options', 'stream', 'client', 'index'] as const;
/** Folders with their own entry may import from all layers. */
const ENTRIES = ['browser', 'durable', 'http', 'testing', 'webhooks'];
/** The files that may name what is injected everywhere else. */
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  'Date.now': ['lib/stream/time/clock.ts'],
  'performance.now': ['lib/stream/time/clock.ts'],
  'Math.random': ['lib/client-shared.ts', 'lib/durable/wake/wake-from.ts', 'lib/options/resolve.ts'],
  // Asked whether it is fake, not called.
  setTimeout: ['lib/stream/time/clock.ts'],
  setInterval: [],
  fetch: [],
  'globalThis.fetch': ['lib/transport/http/own-fetch.ts'],
};

interface SourceFile {
  readonly path: string;
  readonly imports: readonly string[];
  readonly names: readonly string[];
}

function sourcesOf(folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => read(join(folder, name)));
}

/** What a file imports, and which globals and members it names: read from the syntax tree, so that comments and strings do not count. */
function read(path: string): SourceFile {
  const source = ts.createSourceFile(
    path,
    readFileSync(join(root, path), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const imports: string[] = [];
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (
      (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) &&
      node.moduleSpecifier !== undefined
    ) {
      imports.push((node.moduleSpecifier as ts.StringLiteral).text);
    }
    if (ts.isPropertyAccessExpression(node) || (ts.isIdentifier(node) && isRead(node)))
      names.push(node.getText());
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { path, imports, names };
}

/** An identifier that refers to a value, rather than naming a property, a parameter or a type. */
function isRead(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isCallExpression(parent)) return true;
  if (ts.isBinaryExpression(parent)) return parent.right === node;
  return 'initializer' in parent && parent.initializer === node;
}

const lib = sourcesOf('lib');
const mock = sourcesOf('mock-backend');
const cli = sourcesOf('cli');

function layerOf(path: string): number {
  const [, first = ''] = relative(root, resolve(root, path)).split('/');
  const name = first.replace(/\.[tj]s$/, '').replace(/^client-(?:creates|parts|shared|watches)$/, 'client');
  return LAYERS.indexOf(name as (typeof LAYERS)[number]);
}

const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Groups of files that import each other, directly or through others; imports of types count as well. */
function circlesIn(files: readonly SourceFile[]): string[] {
  const targets = new Map(
    files.map(({ path, imports }) => [
      path,
      imports
        .filter(name => name.startsWith('.'))
        .map(name => join(dirname(path), name).replace(/\.js$/, '.ts')),
    ]),
  );
  const reachedFrom = (start: string): Set<string> => {
    const reached = new Set<string>();
    const visit = (path: string): void => {
      for (const target of targets.get(path) ?? []) {
        if (reached.has(target)) continue;
        reached.add(target);
        visit(target);
      }
    };
    visit(start);
    return reached;
  };
  return [...targets.keys()].filter(path => reachedFrom(path).has(path));
}

describe('lib', () => {
  it('has every file in a layer', () => {
    const lost = lib.filter(({ path }) => layerOf(path) < 0 && !ENTRIES.includes(path.split('/')[1] ?? ''));
    expect(lost.map(({ path }) => path)).toEqual([]);
  });

  it('says in each folder what it contains: in a README, or at the top of a file', () => {
    const folders = [...new Set(lib.map(({ path }) => dirname(path)))];
    const silent = folders.filter(
      folder =>
        !existsSync(join(root, folder, 'README.md')) &&
        !lib.some(
          ({ path }) => dirname(path) === folder && /^(?:\/\/|\/\*\*[^/]*@module)/.test(textOf(path)),
        ),
    );
    expect(silent).toEqual([]);
  });

  it('imports only from its left', () => {
    const wrong = lib
      .filter(({ path }) => layerOf(path) >= 0)
      .flatMap(({ path, imports }) =>
        imports
          .filter(name => name.startsWith('.'))
          .map(name => join(dirname(path), name))
          .filter(target => layerOf(target) < 0 || layerOf(target) > layerOf(path))
          .map(target => `${path} imports ${target}`),
      );
    expect(wrong).toEqual([]);
  });

  it('has no import circles', () => {
    expect(circlesIn(lib)).toEqual([]);
  });

  it('lets streams import only the transport interface', () => {
    const wrong = lib
      .filter(({ path }) => path.startsWith('lib/stream/'))
      .flatMap(({ path, imports }) =>
        imports.filter(name => /transport\/(?!transport\.js)/.test(name)).map(name => `${path}: ${name}`),
      );
    expect(wrong).toEqual([]);
  });

  it('imports rxjs and ky, and ky in one place', () => {
    const foreign = lib.flatMap(({ path, imports }) =>
      imports.filter(name => !name.startsWith('.')).map(name => ({ path, name })),
    );
    expect([...new Set(foreign.map(({ name }) => name))].sort()).toEqual(['ky', 'rxjs', 'rxjs/testing']);
    expect(foreign.filter(({ name }) => name === 'ky').map(({ path }) => path)).toHaveLength(1);
    expect(
      foreign
        .filter(({ name }) => name === 'rxjs/testing')
        .every(({ path }) => path.startsWith('lib/testing/')),
    ).toBe(true);
  });

  it.each(['model', 'policy'])('keeps rxjs out of %s', layer => {
    const files = lib.filter(({ path }) => path.startsWith(`lib/${layer}/`));
    expect(files.length).toBeGreaterThan(3);
    expect(files.filter(({ imports }) => imports.includes('rxjs'))).toEqual([]);
  });

  it.each(Object.entries(OWNERS))('names %s only where it is injected', (name, owners) => {
    const users = lib.filter(({ names }) => names.includes(name));
    expect(users.map(({ path }) => path).sort()).toEqual(owners);
  });
});

it('the command line has no import circles', () => {
  expect(cli.length).toBeGreaterThan(50);
  expect(circlesIn(cli)).toEqual([]);
});

describe('mock-backend', () => {
  it('has no import circles', () => {
    expect(circlesIn(mock)).toEqual([]);
  });

  // The dashboard page is a separate program, which runs in the browser and uses the library.
  const server = mock.filter(({ path }) => !path.startsWith('mock-backend/dashboard/'));

  it('is independent: it imports nothing from lib', () => {
    const wrong = server.flatMap(({ path, imports }) =>
      imports
        .filter(
          name => name.includes('/lib/') || name.startsWith('heygen-rx') || name.includes('/dashboard/'),
        )
        .map(name => `${path}: ${name}`),
    );
    expect(server.length).toBeGreaterThan(10);
    expect(wrong).toEqual([]);
  });
});
