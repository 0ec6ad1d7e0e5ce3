import { expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from './helpers/fences.js';

const namedIn = (page: string, pattern: RegExp): readonly string[] =>
  [...readFileSync(join(root, page), 'utf8').matchAll(pattern)].map(([, name]) => name!);

it('SECURITY.md names an existing spec for each guarantee', () => {
  const promised = namedIn('SECURITY.md', /`(spec\/[^`]+)`/g);
  expect(promised.length).toBeGreaterThan(15);
  expect(promised.filter(path => !existsSync(join(root, path)))).toEqual([]);
  const [, guarantees = ''] = readFileSync(join(root, 'SECURITY.md'), 'utf8').split(/^## /m).slice(1);
  const rows = guarantees
    .split('\n')
    .filter(line => line.startsWith('| ') && !line.startsWith('| guarantee'));
  expect(rows.filter(row => !row.includes('`spec/') && !row.includes('| ---'))).toEqual([]);
});

it.each(['ARCHITECTURE.md', 'CONTRIBUTING.md'])('%s names files that exist', page => {
  const files = new Set(
    ['lib', 'spec', 'mock-backend', 'cli'].flatMap(folder =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(file => basename(file)),
    ),
  );
  const named = namedIn(page, /`([\w./-]+\.ts)`/g);
  expect(named.length).toBeGreaterThan(5);
  const isThere = (name: string): boolean =>
    name.includes('/')
      ? [root, join(root, 'lib')].some(folder => existsSync(join(folder, name)))
      : files.has(name);
  expect(named.filter(name => !isThere(name))).toEqual([]);
});
