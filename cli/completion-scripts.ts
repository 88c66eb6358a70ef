/** What a shell can complete: a subcommand, its options, and the values of its arguments; file names come after those. */
export interface Completable {
  readonly name: string;
  readonly description: string;
  readonly options: readonly { readonly name: string; readonly description: string }[];
  readonly words: readonly string[];
}

/** For bash 3.2 and newer: `source <(forewarn completion bash)`. */
export function bash(commands: readonly Completable[]): string {
  const cases = commands.map(
    ({ name, options, words }) => `    ${name}) words="${[...words, ...options.map((o) => o.name)].join(' ')}" ;;`,
  );
  return `# bash completion of forewarn
_forewarn() {
  local current="\${COMP_WORDS[COMP_CWORD]}" command="" words="" i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in -*) ;; *) command="\${COMP_WORDS[i]}"; break ;; esac
  done
  case "$command" in
    "") words="${commands.map(({ name }) => name).join(' ')} help" ;;
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _forewarn forewarn
`;
}

/** For zsh: `source <(forewarn completion zsh)` after compinit. */
export function zsh(commands: readonly Completable[]): string {
  const described = commands.map(({ name, description }) => `    ${single(`${name}:${description}`)}`);
  const cases = commands.map(({ name, options, words }) => {
    const given = options.map((option) => single(`${option.name}[${option.description.replace(/[[\]]/g, '')}]`));
    const rest = words.length > 0 ? `'*:word:(${words.join(' ')})'` : `'*:file:_files'`;
    return `    ${name}) _arguments ${[...given, rest].join(' ')} ;;`;
  });
  return `#compdef forewarn
_forewarn() {
  local -a commands
  commands=(
${described.join('\n')}
  )
  if ((CURRENT == 2)); then
    _describe command commands
    return
  fi
  local command="$words[2]"
  shift words
  ((CURRENT--))
  case "$command" in
${cases.join('\n')}
    *) _files ;;
  esac
}
compdef _forewarn forewarn
`;
}

/** For fish: `forewarn completion fish | source`. */
export function fish(commands: readonly Completable[]): string {
  const lines = commands.flatMap(({ name, description, options, words }) => {
    const here = `complete -c forewarn -n '__fish_seen_subcommand_from ${name}'`;
    return [
      `complete -c forewarn -n __fish_use_subcommand -f -a ${name} -d ${single(description)}`,
      ...(words.length > 0 ? [`${here} -a ${single(words.join(' '))}`] : []),
      ...options.map((option) => `${here} -l ${option.name.replace(/^--/, '')} -d ${single(option.description)}`),
    ];
  });
  return `# fish completion of forewarn\n${lines.join('\n')}\n`;
}

function single(text: string): string {
  return `'${text.replaceAll("'", '’')}'`;
}
