import type { EffectiveResources } from '../../kustomize/build/effective-resources.ts'
import { reached } from '../../kustomize/build/reached.ts'
import type { Target } from '../../kustomize/build/target.ts'
import type { Span } from '../../text/span.ts'

/** Kustomizations of which nothing is known, since to evaluate them would be too much work. */
export interface TooLarge {
  /** Where each stands, and why. */
  readonly roots: readonly { readonly file: string; readonly span: Span; readonly message: string }[]
  /** The files that they read: what is in them may be otherwise in the cluster. */
  readonly files: ReadonlySet<string>
}

export function tooLargeRoots({ roots, fluxRoots }: EffectiveResources): TooLarge {
  const found = new Map<string, TooLarge['roots'][number]>()
  const targets = new Set<Target>()
  for (const root of [...roots.values(), ...fluxRoots]) {
    const own = root.unknowns.filter(({ code }) => code === 'too-large')
    if (own.length === 0) continue
    for (const one of own) found.set(`${one.file} ${one.message}`, one)
    reached(root.target, targets)
  }
  const files = [...targets].flatMap(({ facts }) =>
    facts.flatMap(fact => ('read' in fact ? [fact.read] : [])),
  )
  return { roots: [...found.values()], files: new Set(files) }
}
