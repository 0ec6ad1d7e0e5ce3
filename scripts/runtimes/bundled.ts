import { build } from 'esbuild';
import type { Project } from '../consumer/project.js';

/** Bundles a program of the user's project, as an app would be, for a browser or a worker. Returns the path of the bundle. */
export async function bundled(project: Project, program: string): Promise<string> {
  const outfile = `${project.folder}/bundled-${program}`;
  await build({
    entryPoints: [`${project.folder}/${program}`],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    logLevel: 'warning',
  });
  return outfile;
}
