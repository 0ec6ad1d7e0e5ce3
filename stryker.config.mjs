// Mutation tests of the decisions and of the plumbing around them, a folder at a time: `FOLDER=policy/circuit npm run mutation`. Without FOLDER, all of FOLDERS.
// Each folder is judged by its own specs alone: a rule that only some other spec would notice counts as untested.

/** Folders of `lib`, and the specs beside their own that belong to them. */
const FOLDERS = {
  'policy/watch': [],
  'policy/create': [],
  'policy/retry': [],
  'policy/circuit': [],
  'policy/bulk': [],
  'policy/polling': [],
  'durable/policy': [],
  'durable/client': [],
  'durable/worker': [],
  options: ['spec/client/options.spec.ts'],
  model: ['spec/options/*.spec.ts', 'spec/client/*.spec.ts'],
  browser: [],
  'stream/batch': ['spec/client/*.spec.ts', 'spec/stream/event-bus.spec.ts'],
  'stream/time': [],
  'stream/create': ['spec/stream/watch/signals.spec.ts', 'spec/stream/user-functions.spec.ts'],
  'stream/limiter': ['spec/stream/user-functions.spec.ts'],
  'stream/breaker': ['spec/chaos/breaker.spec.ts'],
  'stream/watch': ['spec/client/*.spec.ts'],
  'stream/poll': [
    'spec/client/*.spec.ts',
    'spec/stream/watch/*.spec.ts',
    'spec/stream/user-functions.spec.ts',
  ],
};

const folders = process.env.FOLDER === undefined ? Object.keys(FOLDERS) : [process.env.FOLDER];

/** @type {import('@stryker-mutator/core').PartialStrykerOptions} */
export default {
  mutate: folders.map(folder => `lib/${folder}/**/*.ts`),
  testRunner: 'jest',
  // The sources are ES modules.
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: {
    configFile: 'jest.config.ts',
    config: {
      testMatch: folders.flatMap(folder => [
        `<rootDir>/spec/${folder}/**/*.spec.ts`,
        ...(FOLDERS[folder] ?? []).map(spec => `<rootDir>/${spec}`),
      ]),
      // Simulations of whole schedules: far too slow for each mutant.
      testPathIgnorePatterns: ['/node_modules/', 'adaptive-cost'],
    },
    enableFindRelatedTests: false,
  },
  // Types are stripped, not checked: a mutant need not compile.
  disableTypeChecks: false,
  coverageAnalysis: 'perTest',
  concurrency: Number(process.env.CONCURRENCY ?? 2),
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
