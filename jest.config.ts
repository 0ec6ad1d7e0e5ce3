/**
 * This file is only stripped of its types, as the specs are: to check them takes longer than most specs.
 *
 * @jest-config-loader-options {"transpileOnly": true, "compilerOptions": {"module": "CommonJS", "moduleResolution": "Bundler", "verbatimModuleSyntax": false}}
 */
import type { Config } from 'jest';

const config: Config = {
  testEnvironment: 'node',
  // All cores: by default jest leaves one free, which halves a machine of two.
  maxWorkers: '100%',
  roots: ['<rootDir>/spec'],
  testMatch: ['**/*.spec.ts'],
  testSequencer: '<rootDir>/spec/longest-first.mjs',
  // They need a database: `npm run test:postgres`, `npm run test:pglite`.
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/spec/durable-postgres/',
    '<rootDir>/spec/durable-pglite/',
  ],
  // Only a test that hangs fails by its time: a machine under load may take fifty times as long.
  testTimeout: 600_000,
  // A worker that has grown takes longer to end than jest waits, on a slow machine: a new one takes over.
  workerIdleMemoryLimit: '700MB',
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    // One file instead of 220, which each spec loads anew: a tenth of the whole run.
    '^rxjs$': '<rootDir>/node_modules/rxjs/dist/bundles/rxjs.umd.js',
    '^rxjs/testing$': '<rootDir>/spec/helpers/rxjs-testing.cjs',
    '^heygen-rx$': '<rootDir>/lib/index.ts',
    '^heygen-rx/([a-z-]+)$': ['<rootDir>/lib/$1/index.ts', '<rootDir>/$1/index.ts'],
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  // Types are checked once, by `npm run check`; here each file is only stripped of them, which keeps the run fast.
  transform: { '^.+\\.ts$': ['ts-jest', { useESM: true, tsconfig: { isolatedModules: true } }] },
};

export default config;
