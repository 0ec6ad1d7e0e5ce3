import type { ExitCode } from '../exit-code.js';
import type { Host } from '../host.js';

/** What every command is given. */
export interface CommandContext {
  readonly host: Host;
  /** The arguments of the command line, the command's name first. */
  readonly args: readonly string[];
  /** Sets the exit code. */
  readonly finish: (code: ExitCode) => void;
}
