import { commonOptions } from '../options/common-options.ts'
import { asItIs } from '../printed.ts'
import { UsageError } from '../usage-error.ts'
import type { Arguments, Option, Verb } from '../verb.ts'
import type { World } from '../world.ts'

const shells = { bash, zsh } as const

/** `completion SHELL`, for all verbs that there are. */
export function completionVerb(all: () => readonly Verb[]): Verb {
  return {
    name: 'completion',
    operands: 'bash|zsh',
    summary: 'a script that completes verbs, options and their values in a shell',
    options: [],
    formats: ['text'],
    examples: [
      { command: 'completion bash > ~/.local/share/bash-completion/completions/fluxmark', does: 'for bash' },
      { command: 'completion zsh > ~/.zfunc/_fluxmark', does: 'for zsh, in a folder of its fpath' },
    ],
    run: async ({ operands }: Arguments, world: World) => {
      const [shell, ...others] = operands
      if ((shell !== 'bash' && shell !== 'zsh') || others.length > 0)
        throw new UsageError(`completion takes a shell: ${Object.keys(shells).join(' or ')}`)
      world.out(asItIs(shells[shell](all())))
      return 0
    },
  }
}

function optionsOf(verb: Verb): readonly Option[] {
  return [...verb.options, ...commonOptions(verb)]
}

function bash(verbs: readonly Verb[]): string {
  const names = verbs.map(({ name }) => name).join(' ')
  const values = verbs.flatMap(verb =>
    optionsOf(verb).flatMap(({ name, choices }) =>
      choices ? [`    '${verb.name} --${name}') words='${choices.join(' ')}' ;;`] : [],
    ),
  )
  const options = verbs.map(verb => `    ${verb.name}) words='${optionsOf(verb).map(written).join(' ')}' ;;`)
  return `# Completion of fluxmark in bash, made by "fluxmark completion bash".
_fluxmark() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} words=''
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    mapfile -t COMPREPLY < <(compgen -W '${names} help' -- "$cur")
    return
  fi
  case "\${COMP_WORDS[1]} $prev" in
${values.join('\n')}
    help\\ *) words='${names}' ;;
  esac
  if [ -z "$words" ] && [ "\${cur:0:1}" = - ]; then
    case "\${COMP_WORDS[1]}" in
${options.join('\n')}
    esac
  fi
  if [ -n "$words" ]; then
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
  else
    mapfile -t COMPREPLY < <(compgen -f -- "$cur")
  fi
}
complete -o filenames -F _fluxmark fluxmark
`
}

function zsh(verbs: readonly Verb[]): string {
  const names = verbs.map(({ name, summary }) => `    '${name}:${plain(summary)}'`)
  const cases = verbs.map(verb => {
    const lines = optionsOf(verb).map(option => `        '${zshOption(option)}' \\`)
    return `    ${verb.name})\n      _arguments \\\n${lines.join('\n')}\n        '*:file:_files' ;;`
  })
  return `#compdef fluxmark
# Completion of fluxmark in zsh, made by "fluxmark completion zsh".
_fluxmark() {
  local -a verbs
  verbs=(
${names.join('\n')}
    'help:what a verb takes'
  )
  if (( CURRENT == 2 )); then
    _describe 'verb' verbs
    return
  fi
  local verb=$words[2]
  shift words
  (( CURRENT-- ))
  case $verb in
${cases.join('\n')}
    help) _describe 'verb' verbs ;;
  esac
}
if [ "$funcstack[1]" = _fluxmark ]; then _fluxmark "$@"; else compdef _fluxmark fluxmark; fi
`
}

function written({ name, isValueOptional }: Option): string {
  return isValueOptional ? `--${name} --${name}=` : `--${name}`
}

function zshOption({ name, summary, value, choices, isRepeatable, isValueOptional }: Option): string {
  const head = `${isRepeatable ? '*' : ''}--${name}${isValueOptional ? '=-' : ''}[${plain(summary)}]`
  const rest = choices ? `(${choices.join(' ')})` : value === 'FILE' ? '_files' : ' '
  if (value === undefined && choices === undefined) return head
  return `${head}${isValueOptional ? '::' : ':'}${(value ?? name).toLowerCase()}:${rest}`
}

/** Words without what a shell reads in them. */
function plain(text: string): string {
  return text.replace(/[`'"\\[\]:$]/g, '')
}
