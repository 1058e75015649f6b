import { isBelow } from '../automation/update-path.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import type { Candidate } from './candidates.ts'
import { folderOf, siblingsNear } from './home.ts'

/** A place for new objects that nothing else decides. */
export interface HomeChoice {
  readonly namespace: string
  /** Where there are no siblings that show it. */
  readonly folder?: string
  /** A clause. */
  readonly why: string
}

/**
 * Where the new objects of an image may live, the likeliest first. One choice where the automation and the siblings
 * decide it; several where no automation reaches the file and namespaces compete, or no sibling shows a folder.
 */
export function homeChoices(snapshot: Snapshot, { placed, automation }: Candidate): readonly HomeChoice[] {
  const { index } = snapshot
  const { path } = placed.file
  const near = siblingsNear(snapshot, path, automation?.namespace ?? '')
  if (automation?.namespace !== undefined) {
    const { namespace } = automation
    if (near) return [{ namespace, why: `as ImageUpdateAutomation ${automation.resource.name}` }]
    const [beside, own] = [folderOf(automation.path), folderOf(path)]
    const isOwnApplied = snapshot.effective.fluxRoots.some(
      ({ kustomization: { folder } }) => folder !== undefined && isBelow(own, folder),
    )
    const choices = [
      { namespace, folder: beside, why: `beside ImageUpdateAutomation ${automation.resource.name}` },
      { namespace, folder: own, why: 'beside the manifest' },
    ]
    return beside === own || !isOwnApplied ? choices.slice(0, 1) : choices
  }
  const namespaces = new Set([
    ...(near ? [near.policy.namespace ?? ''] : []),
    ...[...index.automations.values()].flat().map(one => one.namespace ?? ''),
  ])
  const named = [...namespaces].filter(Boolean)
  if (named.length === 0) return [{ namespace: 'flux-system', why: 'the namespace of Flux' }]
  return named.map((namespace, at) => ({
    namespace,
    why: at === 0 && near ? `where ${near.policy.path} has its policies` : 'where an automation is',
  }))
}
