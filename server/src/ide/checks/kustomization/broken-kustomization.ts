import type { KustomizationProblem } from '../../../flux/workspace/kustomization-problems.ts'
import type { Finding } from '../../check.ts'
import { count, visible } from '../../texts/words.ts'

/** Who fails for want of something in a kustomization: a sentence's second half, how bad that is, and where to look. */
export function brokenBy({
  appliedBy,
  brokenRoots,
}: KustomizationProblem): Pick<Finding, 'severity' | 'related'> & { readonly words: string } {
  const [flux] = appliedBy
  if (flux === undefined) {
    const [root = ''] = brokenRoots
    return {
      severity: 'warning',
      words: `kustomize cannot build ${visible(root) || "the repository's root"}`,
    }
  }
  const named = new Map(appliedBy.map(root => [root.name, root]))
  const name = nameOf(flux)
  const more = named.size === 1 ? '' : ` and ${count(named.size - 1, 'other')}`
  return {
    severity: 'error',
    words: `Flux cannot build Kustomization ${name}${more}, and applies nothing of it`,
    related: [...named.values()].slice(0, 5).map(root => ({
      path: root.kustomization.place.file,
      span: root.kustomization.at.span,
      message: `Kustomization ${nameOf(root)} applies it`,
    })),
  }
}

function nameOf({ kustomization: { namespace, name } }: KustomizationProblem['appliedBy'][number]): string {
  return visible(namespace === '' ? name : `${namespace}/${name}`)
}
