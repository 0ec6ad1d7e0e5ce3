import { Argument, Command } from 'commander';
import type { CompletedCommand } from '../completion/completed-command.js';
import { completionScript, SHELLS, type Shell } from '../completion/completion-script.js';
import type { CommandContext } from './command-context.js';
import { examplesText } from './examples.js';

/** `completion`: a script that teaches a shell the commands and their options. */
export const completionCommand = ({ host }: CommandContext): Command =>
  new Command('completion')
    .description('Print a shell completion script.')
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .addHelpText(
      'after',
      examplesText(
        ['completion bash >> ~/.bashrc', 'enable it for new bash shells'],
        ['completion zsh >> ~/.zshrc', 'enable it for new zsh shells; must come after `compinit`'],
        ['completion fish >> ~/.config/fish/config.fish', 'enable it for new fish shells'],
      ),
    )
    .action((shell: Shell, _flags: object, command: Command) => {
      host.stdout.write(completionScript(shell, (command.parent?.commands ?? []).map(completed)));
    });

const completed = (command: Command): CompletedCommand => ({
  name: command.name(),
  description: command.description(),
  options: command
    .createHelp()
    .visibleOptions(command)
    .flatMap(({ long, description, required, optional, argChoices = [] }) =>
      long == null
        ? []
        : [{ flag: long, description, takesValue: required || optional, choices: argChoices }],
    ),
  choices: command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
});
