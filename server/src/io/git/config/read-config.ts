import { dirname, isAbsolute, join, resolve } from 'node:path'
import { failure } from '../../../flux/failure.ts'
import { diskReason } from '../../files/disk-failure.ts'
import { readRegularText } from '../../files/regular-file.ts'
import { hasCode } from '../../has-code.ts'
import type { Repository } from '../locate.ts'
import { isIncluded } from './include-condition.ts'
import { type ConfigEntry, parseConfig } from './parse-config.ts'
import { systemConfigPath } from './system-config-path.ts'

/** The variables and the home folder of the user whose Git this is. */
export interface Environment {
  readonly variables: Readonly<Record<string, string | undefined>>
  readonly home: string
}

/** A configuration as Git sees it: later entries win. */
export interface Config {
  readonly entries: readonly (ConfigEntry & { readonly scope: Scope })[]
}

/** Who wrote an entry: the machine, the user, or the repository. */
export type Scope = 'system' | 'global' | 'local'

/**
 * Reads what Git reads: the system's file, the user's (`~/.config/git/config`, `~/.gitconfig`), the repository's
 * (`config`, and `config.worktree` where it is on), `GIT_CONFIG_KEY_n`, with `include` and `includeIf` (gitdir,
 * onbranch, hasconfig) followed. Not read: `git -c` of a parent process, and what Apple's Git has inside Xcode.
 * Throws `E_CONFIG` for a file that Git would refuse too.
 */
export function readConfig(repository: Repository, environment: Environment): Config {
  const config = readEntries(repository, environment, [])
  if (!config.entries.some(({ key }) => key.startsWith('includeif.hasconfig:'))) return config
  // Git looks for the remotes' addresses in everything else before it answers hasconfig.
  const addresses = config.entries.filter(({ key }) => /^remote\.[\s\S]+\.url$/.test(key))
  return readEntries(
    repository,
    environment,
    addresses.map(({ value }) => value ?? ''),
  )
}

function readEntries(
  repository: Repository,
  environment: Environment,
  remoteUrls: readonly string[],
): Config {
  const { variables, home } = environment
  const entries: Config['entries'][number][] = []
  const add = (path: string, scope: Scope, depth = 0): void => {
    for (const entry of readFile(path)) {
      entries.push({ ...entry, scope })
      const included = includedPath(entry, path, home)
      if (included === undefined || depth >= 10) continue
      if (isIncluded(entry.key, { repository, home, configFile: path, remoteUrls }))
        add(included, scope, depth + 1)
    }
  }
  if (!isTrue(variables.GIT_CONFIG_NOSYSTEM ?? 'false')) add(systemConfigPath(variables), 'system')
  const global = variables.GIT_CONFIG_GLOBAL
  if (global !== undefined) add(global, 'global')
  else {
    add(join(variables.XDG_CONFIG_HOME || join(home, '.config'), 'git/config'), 'global')
    add(join(home, '.gitconfig'), 'global')
  }
  add(join(repository.commondir, 'config'), 'local')
  if (isOn({ entries }, 'extensions.worktreeconfig')) add(join(repository.gitdir, 'config.worktree'), 'local')
  for (let n = 0; n < Number(variables.GIT_CONFIG_COUNT ?? 0); n++) {
    const key = variables[`GIT_CONFIG_KEY_${n}`]
    if (key)
      entries.push({ key: normalKey(key), value: variables[`GIT_CONFIG_VALUE_${n}`] ?? '', scope: 'global' })
  }
  return { entries }
}

/** The value that counts for a key (as `ConfigEntry.key` writes it), or undefined. A key without a value reads `true`. */
export function lastValue(config: Config, key: string): string | undefined {
  const entry = config.entries.findLast(entry => entry.key === key)
  return entry && (entry.value ?? 'true')
}

/** Whether a boolean key is on; `fallback` where it is not set. */
export function isOn(config: Config, key: string, fallback = false): boolean {
  const value = lastValue(config, key)
  return value === undefined ? fallback : isTrue(value)
}

function isTrue(value: string): boolean {
  return /^(?:true|yes|on|[+-]?0*[1-9][0-9]*[kmg]?)$/i.test(value)
}

/** Bytes; Git itself has no bound, people have. */
const maxBytes = 8 << 20

function readFile(path: string): readonly ConfigEntry[] {
  let text: string
  try {
    text = readRegularText(path, maxBytes)
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return []
    const why = diskReason(error)
    if (why === undefined) throw error
    throw failure('E_CONFIG', `Git's configuration file ${path} cannot be read: ${why.words}`)
  }
  const entries = parseConfig(text)
  if (entries) return entries
  throw failure(
    'E_CONFIG',
    `Git's configuration file ${path} cannot be read: Git itself would refuse it. Fix it first.`,
  )
}

function includedPath({ key, value }: ConfigEntry, from: string, home: string): string | undefined {
  if (!value || !/^include(?:\.|if\.[\s\S]*\.)path$/.test(key)) return undefined
  if (value.startsWith('~/')) return join(home, value.slice(2))
  return isAbsolute(value) ? value : resolve(dirname(from), value)
}

function normalKey(key: string): string {
  const first = key.indexOf('.')
  const last = key.lastIndexOf('.')
  return key.slice(0, first).toLowerCase() + key.slice(first, last) + key.slice(last).toLowerCase()
}
