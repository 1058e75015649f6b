import { type Forge, forges } from '../../flux/commit/forge.ts'
import { profiles } from '../../flux/project/project-settings.ts'
import type { Arguments } from '../verb.ts'
import type { RepositoryOptions } from '../world.ts'

/** What the options that every verb takes say about opening a repository or a registry. */
export function repositoryOptions(args: Arguments): Omit<RepositoryOptions, 'at'> {
  const profile = profiles.find(one => one === args.values.get('profile'))
  const own = args.flags.has('pull-request') ? forgesOf(args.many.get('forge') ?? []) : undefined
  const namespace = args.values.get('default-namespace')
  return {
    offline: args.flags.has('offline') || args.values.has('tags'),
    allowedHosts: args.many.get('allow-host') ?? [],
    insecureHosts: args.many.get('insecure-host') ?? [],
    fluxVersion: args.values.get('flux-version') ?? 'auto',
    verbose: args.flags.has('verbose'),
    ...(profile === undefined ? {} : { profile }),
    ...(own === undefined ? {} : { forges: own }),
    ...(namespace === undefined ? {} : { defaultPolicyNamespace: namespace }),
  }
}

/** `HOST=KIND`, as the option's `problem` has found it. */
function forgesOf(given: readonly string[]): Readonly<Record<string, Forge>> {
  return Object.fromEntries(
    given.flatMap(one => {
      const at = one.lastIndexOf('=')
      return forges
        .filter(known => known === one.slice(at + 1))
        .map(known => [one.slice(0, at), known] as const)
    }),
  )
}
