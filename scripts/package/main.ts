/**
 * `npm run test:package`: packs the package as it is published, installs it in an empty folder, and uses it there. Build it first.
 */
import { runCases } from '../consumer/cases.js';
import { newProject } from '../consumer/project.js';
import { installTools } from '../consumer/tools.js';
import { packageCases } from './package-cases.js';

await installTools();
const project = await newProject();
project.copy('scripts/package/user');
const allWork = await runCases(packageCases(project));
project.delete();
process.exitCode = allWork ? 0 : 1;
