import type { CompletedCommand, CompletedOption } from './completed-command.js';

/** For zsh, with descriptions. */
export function zshScript(commands: readonly CompletedCommand[]): string {
  const described = commands.map(({ name, description }) => `    ${quoted(`${name}:${description}`)}`);
  const cases = commands.map(({ name, options, choices }) => {
    const specs = [
      ...options.map(optionSpec),
      choices.length > 0 ? `1:word:(${choices.join(' ')})` : '*:file:_files',
    ];
    return `    ${name}) _arguments ${specs.map(quoted).join(' ')} ;;`;
  });
  return `#compdef heygen-rx
_heygen_rx() {
  local -a commands
  commands=(
${described.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
if [ "$funcstack[1]" = _heygen-rx ]; then _heygen_rx "$@"; else compdef _heygen_rx heygen-rx; fi
`;
}

function optionSpec({ flag, description, takesValue, choices }: CompletedOption): string {
  const text = description.replaceAll(/[[\]\\:]/g, String.raw`\$&`);
  const value = choices.length > 0 ? `:value:(${choices.join(' ')})` : takesValue ? ':value:_files' : '';
  return `${flag}[${text}]${value}`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
