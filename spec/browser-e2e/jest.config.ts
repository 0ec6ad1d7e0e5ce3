import type { Config } from 'jest';

/** The specs that need a browser: `npm run test:browser`. They run one after another, since their timing matters. */
const config: Config = {
  rootDir: '../..',
  roots: ['<rootDir>/spec/browser-e2e'],
  testMatch: ['**/*.e2e.ts'],
  testEnvironment: 'node',
  testTimeout: 120_000,
  maxWorkers: 1,
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['ts-jest', { useESM: true, tsconfig: { isolatedModules: true } }] },
};

export default config;
