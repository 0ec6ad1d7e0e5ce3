/** A command with its arguments, and what it does. */
type Example = readonly [command: string, what: string];

/** The text of `--help` that shows how a command is used. */
export const examplesText = (...examples: readonly Example[]): string =>
  `\nExamples:\n${examples.map(([command, what]) => `  # ${what}\n  heygen-rx ${command}`).join('\n')}`;
