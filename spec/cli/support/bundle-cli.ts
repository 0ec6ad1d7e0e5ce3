import { bundlePrograms } from '../../helpers/bundle-programs.js';

/** Bundles the command line. @returns the path of the program. */
export async function bundleCli(): Promise<string> {
  const [program] = await bundlePrograms('cli', 'cli/main.ts');
  return program!;
}
