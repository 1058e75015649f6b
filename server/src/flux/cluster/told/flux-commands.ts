import { automationKind, policyKind, repositoryKind } from '../../resources/kinds.ts'
import type { ClusterObjectName } from '../cluster-reading.ts'
import { shellWord } from './shell-word.ts'

/** A command of Flux's own command line about one object. */
export interface FluxCommand {
  readonly verb: 'get' | 'reconcile' | 'logs' | 'trace' | 'suspend' | 'resume'
  /** Quoted for a POSIX shell. */
  readonly command: string
  /** What it does, as a clause. */
  readonly does: string
}

/**
 * The commands about an object in a context of the kubeconfig (fluxcd/flux2 `cmd/flux`). None where a name could not be pasted
 * into a terminal. What Git suspends is not resumed by a command: kustomize-controller would suspend it again.
 */
export function fluxCommands(
  { kind, namespace, name }: ClusterObjectName,
  context: string,
  { isSuspendedInGit }: { readonly isSuspendedInGit: boolean },
): readonly FluxCommand[] {
  const about = subjects[kind]
  const words = [name, namespace, context].map(shellWord)
  const [object, inNamespace, inContext] = words
  // A name that begins with a dash would be an option.
  if (
    about === undefined ||
    words.includes(undefined) ||
    [name, namespace].some(one => !/^[a-z0-9]/.test(one))
  )
    return []
  const where = `--namespace=${inNamespace} --context=${inContext}`
  const all: readonly FluxCommand[] = [
    { verb: 'get', command: `flux get ${about} ${object} ${where}`, does: 'how it stands' },
    {
      verb: 'reconcile',
      command: `flux reconcile ${about} ${object} ${where}`,
      does: 'has its controller look at it now',
    },
    {
      verb: 'logs',
      command: `flux logs --kind=${kind} --name=${object} ${where}`,
      does: 'what its controller has logged about it',
    },
    {
      verb: 'trace',
      command: `flux trace ${kind.toLowerCase()} ${object} ${where}`,
      does: 'what has brought it into the cluster',
    },
    {
      verb: 'suspend',
      command: `flux suspend ${about} ${object} ${where}`,
      does: 'suspends it in the cluster; Git does not say so',
    },
    { verb: 'resume', command: `flux resume ${about} ${object} ${where}`, does: 'resumes it in the cluster' },
  ]
  return all.filter(({ verb }) => !(isSuspendedInGit && (verb === 'suspend' || verb === 'resume')))
}

/** What the subcommands call a kind. */
const subjects: Readonly<Record<string, string>> = {
  [policyKind]: 'image policy',
  [repositoryKind]: 'image repository',
  [automationKind]: 'image update',
  Kustomization: 'kustomization',
  GitRepository: 'source git',
}
