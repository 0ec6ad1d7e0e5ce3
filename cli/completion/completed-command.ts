/** The parts of a command that a shell completes. */
export interface CompletedCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletedOption[];
  /** The words that its argument may be. */
  readonly choices: readonly string[];
}

export interface CompletedOption {
  /** Such as `--json`. */
  readonly flag: string;
  readonly description: string;
  readonly takesValue: boolean;
  /** The words that its value may be. */
  readonly choices: readonly string[];
}
