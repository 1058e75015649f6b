import { isPartsInOrder } from '../../text/parts-in-order.ts'
import { formatPolicyRef, type PolicyRef } from '../markers/setter.ts'
import { once } from '../once.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import { isImagePolicy } from './image-policy.ts'

/** The context of a live cluster that has an ImagePolicy of that name, whatever the files say. */
export function clusterWithPolicy({ rules }: Snapshot, ref: PolicyRef): string | undefined {
  const name = formatPolicyRef(ref)
  return rules.installed?.find(({ policies }) => policies.includes(name))?.context
}

/**
 * What may give an ImagePolicy of that name though none is seen: one whose namespace the files do not tell, one with a
 * variable in its name, one that is broken, a template, a kustomization that is too large to be evaluated. Undefined where there is no such thing.
 */
export function policyMayExist(snapshot: Snapshot, { namespace, name }: PolicyRef): MayExist | undefined {
  const { unplaced, variables, broken, template, large } = snapshot.unanswered.recall(mayGive)
  const same = unplaced.get(name)
  if (same !== undefined) return { why: 'namespace', path: same }
  const variable = variables.find(
    one => mayBe(one.resource.name, name) && (one.namespace === undefined || mayBe(one.namespace, namespace)),
  )
  if (variable) return { why: 'variable', path: variable.path }
  const ofBroken = broken().get(name)
  if (ofBroken !== undefined) return { why: 'broken', path: ofBroken }
  const ofTemplate = template()
  if (ofTemplate !== undefined) return { why: 'template', path: ofTemplate }
  const ofLarge = large()
  return ofLarge === undefined ? undefined : { why: 'too-large', path: ofLarge }
}

/** What may give policies: of the unplaced and the broken by name, of each the first file. */
function mayGive({ index, files }: Snapshot) {
  const policies = index.unplaced.filter(({ resource }) => isImagePolicy(resource))
  const all = [...policies, ...[...index.policies.values()].flat()]
  return {
    unplaced: firstByName(policies.map(({ resource, path }) => [resource.name, path])),
    variables: all.filter(one => `${one.namespace}${one.resource.name}`.includes('${')),
    broken: once(() =>
      firstByName(
        [...files.values()].flatMap(({ facts, path }) =>
          facts.brokenObjects.flatMap(({ names }) => names.map(name => [name, path] as const)),
        ),
      ),
    ),
    template: once(() => [...files.values()].find(({ facts }) => facts.mayTemplatePolicies)?.path),
    large: once(() => index.tooLarge.roots[0]?.file),
  }
}

function firstByName(all: readonly (readonly [string, string])[]): ReadonlyMap<string, string> {
  return new Map(all.toReversed())
}

export interface MayExist {
  readonly why: 'namespace' | 'variable' | 'broken' | 'template' | 'too-large'
  /** The file it is in. */
  readonly path: string
}

/** Whether a name can be what a text with variables (`${name}`) stands for. */
export function mayBe(text: string, name: string): boolean {
  return isPartsInOrder(name, text.split(/\$\{[^}]*\}/), place => place === name.length)
}
