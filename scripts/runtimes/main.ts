/**
 * `npm run test:runtimes`: the package as it is published, in the runtimes and with the compilers that it supports. Build it first.
 */
import { symlinkSync } from 'node:fs';
import { runCases } from '../consumer/cases.js';
import { jest, testsIn } from '../consumer/jest.js';
import { newProject } from '../consumer/project.js';
import { installTools, tool } from '../consumer/tools.js';
import { bundled } from './bundled.js';
import { runtimeCases } from './runtime-cases.js';
import { startSampleBackend } from './sample-backend.js';
import { typeCases } from './type-cases.js';

await installTools();
const project = await newProject();
project.copy('scripts/runtimes/user');
const backend = await startSampleBackend(await bundled(project, 'page.mjs'));

const allWork = await runCases([
  ...runtimeCases(project, await bundled(project, 'worker.mjs'), backend.url),
  {
    name: 'Jest with jsdom',
    run: async () => {
      const environment = 'jest-environment-jsdom';
      symlinkSync(tool(environment), `${project.folder}/node_modules/${environment}`);
      return testsIn(
        await jest(project, {
          test: 'jsdom.test.js',
          testEnvironment: '<rootDir>/jsdom-environment.mjs',
        }),
      );
    },
  },
  ...typeCases(project),
]);

await backend.close();
project.delete();
process.exitCode = allWork ? 0 : 1;
