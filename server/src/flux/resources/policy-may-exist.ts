import { isPartsInOrder } from '../../text/parts-in-order.ts'
import type { PolicyRef } from '../markers/setter.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import { isImagePolicy } from './image-policy.ts'

/**
 * What may give an ImagePolicy of that name though none is seen: one whose namespace the files do not tell, one with a
 * variable in its name, one that is broken, a template, a kustomization that is too large to be evaluated. Undefined where there is no such thing.
 */
export function policyMayExist(
  { index, files }: Snapshot,
  { namespace, name }: PolicyRef,
): MayExist | undefined {
  const unplaced = index.unplaced.filter(({ resource }) => isImagePolicy(resource))
  const same = unplaced.find(({ resource }) => resource.name === name)
  if (same) return { why: 'namespace', path: same.path }
  const variable = [...unplaced, ...[...index.policies.values()].flat()].find(
    one =>
      `${one.namespace}${one.resource.name}`.includes('${') &&
      mayBe(one.resource.name, name) &&
      (one.namespace === undefined || mayBe(one.namespace, namespace)),
  )
  if (variable) return { why: 'variable', path: variable.path }
  const broken = [...files.values()].find(({ facts }) =>
    facts.brokenObjects.some(({ names }) => names.includes(name)),
  )
  if (broken) return { why: 'broken', path: broken.path }
  const template = [...files.values()].find(({ facts }) => facts.mayTemplatePolicies)
  if (template) return { why: 'template', path: template.path }
  const [large] = index.tooLarge.roots
  return large && { why: 'too-large', path: large.file }
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
