import type { CompletedCommand } from './completed-command.js';

/** For fish, with descriptions. */
export function fishScript(commands: readonly CompletedCommand[]): string {
  const lines = commands.flatMap(({ name, description, options, choices }) => [
    `complete -c heygen-rx -n __fish_use_subcommand -f -a ${name} -d ${quoted(description)}`,
    ...choices.map(
      choice => `complete -c heygen-rx -n ${quoted(`__fish_seen_subcommand_from ${name}`)} -f -a ${choice}`,
    ),
    ...options.map(({ flag, description: what, takesValue, choices: values }) => {
      const value = values.length > 0 ? ` -x -a ${quoted(values.join(' '))}` : takesValue ? ' -r' : '';
      const condition = quoted(`__fish_seen_subcommand_from ${name}`);
      return `complete -c heygen-rx -n ${condition} -l ${flag.slice(2)}${value} -d ${quoted(what)}`;
    }),
  ]);
  return `# fish completion of heygen-rx\n${lines.join('\n')}\n`;
}

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
