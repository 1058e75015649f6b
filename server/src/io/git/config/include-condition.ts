import { realpathSync } from 'node:fs'
import { dirname, sep } from 'node:path'
import { globMatcher } from '../../../text/glob-matcher.ts'
import type { Repository } from '../locate.ts'
import { readHead } from '../refs/read-ref.ts'

/** What an `includeIf` may ask about. */
export interface IncludeContext {
  readonly repository: Repository
  readonly home: string
  /** The file that holds the condition; `./` in a pattern means its folder. */
  readonly configFile: string
  readonly remoteUrls: readonly string[]
}

/** Whether an include takes place: `include.path` always, `includeif.CONDITION.path` by git-config(1), unknown conditions never. */
export function isIncluded(key: string, context: IncludeContext): boolean {
  if (key === 'include.path') return true
  const condition = key.slice('includeif.'.length, -'.path'.length)
  const colon = condition.indexOf(':')
  const pattern = condition.slice(colon + 1)
  switch (condition.slice(0, colon)) {
    case 'gitdir':
      return isGitDir(pattern, context, '')
    case 'gitdir/i':
      return isGitDir(pattern, context, 'i')
    case 'onbranch': {
      const branch = readHead(context.repository).ref?.replace(/^refs\/heads\//, '')
      return branch !== undefined && globMatcher(withTail(pattern)).test(branch)
    }
    case 'hasconfig': {
      const matcher = globMatcher(pattern.replace(/^remote\.\*\.url:/, ''))
      return context.remoteUrls.some(url => matcher.test(url))
    }
    default:
      return false
  }
}

function isGitDir(written: string, { repository, home, configFile }: IncludeContext, flags: string): boolean {
  const pattern = written.startsWith('~/')
    ? slashes(home) + written.slice(1)
    : written.startsWith('./')
      ? slashes(realpath(dirname(configFile))) + written.slice(1)
      : written.startsWith('/') || /^[A-Za-z]:/.test(written)
        ? written
        : `**/${written}`
  const matcher = globMatcher(withTail(pattern), flags)
  return [repository.gitdir, realpath(repository.gitdir)].some(path => matcher.test(slashes(path)))
}

/** A path of Windows as patterns have it. */
function slashes(path: string): string {
  return sep === '\\' ? path.replaceAll('\\', '/') : path
}

function withTail(pattern: string): string {
  return pattern.endsWith('/') ? `${pattern}**` : pattern
}

function realpath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
