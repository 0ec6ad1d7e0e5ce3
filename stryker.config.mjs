// Mutation tests of the decisions and of the plumbing that carries them: `npm run mutation`. One file: `npm run mutation -- --mutate lib/policy/circuit/circuit.ts`.

/** @type {import('@stryker-mutator/core').PartialStrykerOptions} */
export default {
  mutate: [
    'lib/policy/**/*.ts',
    'lib/stream/limiter/**/*.ts',
    'lib/stream/breaker/**/*.ts',
    'lib/stream/watch/**/*.ts',
  ],
  testRunner: 'jest',
  // The sources are ES modules.
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: {
    configFile: 'jest.config.ts',
    // The specs in virtual time, which are quick; the breaker's model is one of them.
    config: {
      testMatch: [
        '<rootDir>/spec/policy/**/*.spec.ts',
        '<rootDir>/spec/stream/**/*.spec.ts',
        '<rootDir>/spec/client.spec.ts',
        '<rootDir>/spec/chaos/breaker.spec.ts',
      ],
      // Simulations of whole schedules: far too slow for each mutant.
      testPathIgnorePatterns: ['/node_modules/', 'adaptive-bars'],
    },
    enableFindRelatedTests: false,
  },
  // Types are stripped, not checked: a mutant need not compile.
  disableTypeChecks: false,
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  concurrency: 2,
  dryRunTimeoutMinutes: 30,
  timeoutMS: 20_000,
  timeoutFactor: 3,
  // What no spec reads need not be copied.
  ignorePatterns: ['dist', 'examples', 'artifacts', 'reports', '.cache', 'coverage'],
  tempDirName: '.cache/stryker',
  reporters: ['clear-text', 'progress', 'html'],
  htmlReporter: { fileName: 'reports/mutation.html' },
  clearTextReporter: { allowEmojis: false, logTests: false, reportTests: false },
  thresholds: { high: 95, low: 90, break: 90 },
};
