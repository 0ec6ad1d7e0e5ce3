import type { JobId } from '../../lib/index.js';
import type { Host } from '../host.js';
import type { JobState } from '../jobs/job-state.js';
import { hidePassword } from '../text/hide-password.js';
import { shellWord } from '../text/shell-word.js';

export interface ContinueOptions {
  readonly host: Host;
  /** The arguments of the command that continues watching these jobs. */
  readonly watchArgs: (jobIds: readonly JobId[]) => readonly string[];
  /** The arguments of the command that continues creating, if some job may not exist yet. */
  readonly createArgs?: readonly string[] | undefined;
}

/** A command line. */
interface ContinueCommand {
  readonly text: string;
  /** The URL of the database had a password, which is not shown. */
  readonly lacksPassword: boolean;
}

/** The command that continues with the jobs that are still open. */
export function continueCommand(
  open: readonly JobState[],
  { host, watchArgs, createArgs }: ContinueOptions,
): ContinueCommand {
  const jobIds = open.flatMap(({ jobId }) => jobId ?? []);
  const allExist = jobIds.length === open.length || createArgs === undefined;
  const args = allExist ? watchArgs(jobIds) : createArgs;
  const shown = args.map(hidePassword);
  return {
    text: [...programName(host), ...shown].map(shellWord).join(' '),
    lacksPassword: shown.some((arg, index) => arg !== args[index]),
  };
}

/** As the user started it: what `npx` runs is not in the PATH. */
const programName = ({ env }: Host): readonly string[] =>
  env.npm_lifecycle_event === 'npx' ? ['npx', 'heygen-rx'] : ['heygen-rx'];
