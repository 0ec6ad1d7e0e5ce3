import { run } from './run.js';
import type { Project } from './project.js';
import { tool } from './tools.js';

interface JestOptions {
  /** The file with the tests. */
  readonly test: string;
  readonly testEnvironment: string;
}

/** Runs the tests of a user's project with Jest's defaults: as CommonJS, where `transformIgnorePatterns` lets Babel compile ES module packages. */
export function jest({ folder }: Project, { test, testEnvironment }: JestOptions): Promise<string> {
  const plugins = [tool('@babel/plugin-transform-modules-commonjs')];
  const config = {
    testEnvironment,
    testMatch: [`**/${test}`],
    transform: { '\\.js$': [tool('babel-jest/build/index.js'), { plugins }] },
    transformIgnorePatterns: ['/node_modules/(?!(heygen-rx|ky)/)'],
  };
  return run(
    process.execPath,
    [tool('jest/bin/jest.js'), '--rootDir', folder, '--config', JSON.stringify(config)],
    { cwd: folder },
  );
}

/** `Tests: 2 passed, 2 total` from what Jest printed. */
export const testsIn = (printed: string): string =>
  /^Tests:.*$/m.exec(printed)?.[0].replace(/ +/g, ' ') ?? '';
