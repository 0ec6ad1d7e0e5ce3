// Checks the links between the files of this repository that are not pages of the site: README.md, ARCHITECTURE.md and their like. VitePress checks the pages.
import { execFileSync } from 'node:child_process';
import { deadLinks } from '../spec/helpers/links.js';

const files = execFileSync('git', ['ls-files', '*.md'], { encoding: 'utf8' }).trim().split('\n');
const dead = deadLinks(files);
for (const link of dead) console.error(link);
console.log(`${files.length} files, ${dead.length} dead links`);
process.exitCode = dead.length === 0 ? 0 : 1;
