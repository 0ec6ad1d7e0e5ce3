import { expect } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { MUTANTS } from './mutants/mutants.js';
import { mutated } from './mutants/run-mutants.js';

describe('the planted mutants', () => {
  // `npm run chaos` plants them, and is seldom run: their places change with the library.
  it.each(MUTANTS)('$name: has its place in $file', async mutant => {
    const source = await readFile(mutant.file, 'utf8');
    expect(mutated(source, mutant)).not.toBe(source);
  });
});
