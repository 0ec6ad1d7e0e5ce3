import type { Config } from 'jest';

/** The specs that need PostgreSQL: `npm run test:postgres`. Each file starts a server of its own. */
const config: Config = {
  rootDir: '../..',
  roots: ['<rootDir>/spec/durable-postgres'],
  testMatch: ['**/*.spec.ts'],
  testEnvironment: 'node',
  testTimeout: 300_000,
  maxWorkers: 1,
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^heygen-rx$': '<rootDir>/lib/index.ts',
    '^heygen-rx/([a-z-]+)$': ['<rootDir>/lib/$1/index.ts', '<rootDir>/$1/index.ts'],
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: { '^.+\\.ts$': ['ts-jest', { useESM: true, tsconfig: { isolatedModules: true } }] },
};

export default config;
