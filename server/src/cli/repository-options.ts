import { profiles } from '../flux/project/project-settings.ts'
import type { Arguments } from './verb.ts'
import type { RepositoryOptions } from './world.ts'

/** What the options that every verb takes say about opening a repository or a registry. */
export function repositoryOptions(args: Arguments): Omit<RepositoryOptions, 'at'> {
  const profile = profiles.find(one => one === args.values.get('profile'))
  const namespace = args.values.get('default-namespace')
  return {
    offline: args.flags.has('offline') || args.values.has('tags'),
    allowedHosts: args.many.get('allow-host') ?? [],
    insecureHosts: args.many.get('insecure-host') ?? [],
    fluxVersion: args.values.get('flux-version') ?? 'auto',
    verbose: args.flags.has('verbose'),
    ...(profile === undefined ? {} : { profile }),
    ...(namespace === undefined ? {} : { defaultPolicyNamespace: namespace }),
  }
}
