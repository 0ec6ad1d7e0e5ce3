import type { CompletedCommand } from './completed-command.js';

/** For bash 3.2 and later. Where no word fits, it completes file names. */
export function bashScript(commands: readonly CompletedCommand[]): string {
  const cases = commands.flatMap(({ name, options, choices }) => [
    // The values of the others are free, or names of files.
    ...options
      .filter(option => option.takesValue)
      .map(option => `    ${name}:${option.flag}) words='${option.choices.join(' ')}' ;;`),
    `    ${name}:*) words='${[...choices, ...options.map(({ flag }) => flag)].join(' ')}' ;;`,
  ]);
  return `# bash completion of heygen-rx
_heygen_rx() {
  local word="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" words
  # bash takes --mode=speed for three words
  if [ "$word" = "=" ]; then word=''
  elif [ "$previous" = "=" ]; then previous="\${COMP_WORDS[COMP_CWORD-2]}"
  fi
  case "\${COMP_WORDS[1]}:$previous" in
${cases.join('\n')}
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then words='${commands.map(({ name }) => name).join(' ')} --help --version'; fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _heygen_rx heygen-rx
`;
}
