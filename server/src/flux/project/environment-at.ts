import { environmentOf } from './environment-of.ts'
import type { ProjectSettings } from './project-settings.ts'

/** The environment that a file belongs to, and what is certain of its kind. */
export interface EnvironmentAt {
  readonly name: string
  readonly kind: EnvironmentKind | undefined
}

export type EnvironmentKind = 'production' | 'staging'

/**
 * The environment of a file (its path relative to the repository's root): one of those that the project file names;
 * where it names none, the innermost folder whose name says it, such as `clusters/production` or `apps/prod-eu`.
 */
export function environmentAt(
  settings: Pick<ProjectSettings, 'environments'>,
  path: string,
): EnvironmentAt | undefined {
  if (settings.environments.length > 0) {
    const named = environmentOf(settings, path)
    return named && { name: named.name, kind: environmentKind(named.name) }
  }
  const folder = path.split('/').findLast((part, at, all) => at < all.length - 1 && environmentKind(part))
  return folder === undefined ? undefined : { name: folder, kind: environmentKind(folder) }
}

/** What the name of an environment or of its folder says. Whatever is before production is staging. */
export function environmentKind(name: string): EnvironmentKind | undefined {
  const words = name.toLowerCase().split(/[-_.]/)
  const has = (...wanted: readonly string[]) => words.some(word => wanted.includes(word))
  const isBefore = has('non', 'not', 'no', 'pre')
  if (has('nonprod', 'preprod') || (isBefore && has('prod', 'production', 'live'))) return 'staging'
  if (has('prod', 'prd', 'production', 'live')) return 'production'
  return has('staging', 'stage', 'stg', 'dev', 'develop', 'development', 'test', 'testing', 'qa', 'uat')
    ? 'staging'
    : undefined
}
