import type { ExitCode } from '../exit-code.js';
import type { World } from '../world.js';

/** What a command is run with. */
export interface Context {
  readonly world: World;
  /** The words it was called with, its own name first. */
  readonly words: readonly string[];
  /** How it has ended. */
  readonly end: (code: ExitCode) => void;
}
