import { Argument, Command } from 'commander';
import type { CompletedCommand } from '../completion/completed-command.js';
import { completionScript, SHELLS, type Shell } from '../completion/completion-script.js';
import type { CommandContext } from './command-context.js';
import { examplesText } from './examples.js';

/** `completion`: a script that teaches a shell the commands and their options. */
export const completionCommand = ({ host }: CommandContext): Command =>
  new Command('completion')
    .description('Prints a script that lets a shell complete commands and options.')
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .addHelpText(
      'after',
      examplesText(
        ['completion bash >> ~/.bashrc', 'bash, from the next shell on'],
        ['completion zsh >> ~/.zshrc', 'zsh, from the next shell on; `compinit` has to come before it'],
        ['completion fish >> ~/.config/fish/config.fish', 'fish, from the next shell on'],
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
