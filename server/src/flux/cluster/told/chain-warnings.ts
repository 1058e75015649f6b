import { policyKind, repositoryKind } from '../../resources/kinds.ts'
import type { ClusterRow } from '../cluster-row.ts'
import { jsonText } from '../json-at.ts'
import { objectKey } from '../written-objects.ts'
import { warningSentences } from './warning-words.ts'

/**
 * What the cluster has warned of in the last hour along the chain of a policy or an automation: itself, the ImageRepository
 * or the GitRepository behind it, the Kustomizations that bring it. Each as a sentence that names its object.
 */
export function chainWarnings(row: ClusterRow, rows: ReadonlyMap<string, ClusterRow>): readonly string[] {
  const keys = new Set([`${row.kind} ${row.name}`, ...sourceOf(row), ...bringing(row)])
  return [...keys].flatMap(key => {
    const one = rows.get(key)
    return one ? warningSentences(one).map(said => `${one.kind} ${one.name.replace(':', '/')}: ${said}`) : []
  })
}

/** What a policy selects from, and an automation pushes to. */
function sourceOf({ kind, object, written }: ClusterRow): readonly string[] {
  const field = kind === policyKind ? 'imageRepositoryRef' : 'sourceRef'
  const spec = object?.spec ?? written?.spec
  const name = jsonText(spec, field, 'name')
  const namespace = jsonText(spec, field, 'namespace') ?? object?.namespace ?? written?.namespace ?? ''
  const of = kind === policyKind ? repositoryKind : (jsonText(spec, field, 'kind') ?? 'GitRepository')
  return name === undefined ? [] : [objectKey(of, namespace, name)]
}

function bringing({ written }: ClusterRow): readonly string[] {
  return (written?.placed?.via ?? []).flatMap(root => {
    const [, namespace, name] = /^flux:([^/]*)\/(.*)$/.exec(root) ?? []
    return namespace === undefined || name === undefined ? [] : [objectKey('Kustomization', namespace, name)]
  })
}
