import assert from 'node:assert/strict'
import {
  type EffectiveResources,
  effectiveResources,
} from '../../server/src/kustomize/build/effective-resources.ts'
import type { EffectiveResource, EffectiveRoot } from '../../server/src/kustomize/build/effective-root.ts'
import type { Span } from '../../server/src/text/span.ts'
import { filesOf } from './memory-files.ts'

/** A workspace written as one text: `#- path` begins a file. */
function textsOf(workspace: string): Record<string, string> {
  const parts = workspace.split(/^#- (.*)\n/m).slice(1)
  return Object.fromEntries(
    Array.from({ length: parts.length / 2 }, (_, i) => [parts[2 * i] ?? '', parts[2 * i + 1] ?? '']),
  )
}

/** A workspace, evaluated, and ways to look into it. */
export interface Evaluated {
  readonly all: EffectiveResources
  root(folder: string): EffectiveRoot
  flux(name: string): EffectiveRoot
  /** The one object of that kind and name in a root. */
  object(root: EffectiveRoot, kind: string, name: string): EffectiveResource
  /** A place as `path: text`. */
  show(place: { readonly file: string; readonly span: Span }): string
}

export function evaluate(workspace: string): Evaluated {
  const texts = textsOf(workspace)
  const all = effectiveResources(filesOf(texts))
  return {
    all,
    root(folder) {
      const root = all.roots.get(folder)
      assert.ok(root, `no root ${folder}`)
      return root
    },
    flux(name) {
      const root = all.fluxRoots.find(one => one.name === name)
      assert.ok(root, `no root ${name}`)
      return root
    },
    object(root, kind, name) {
      const found = root.resources.filter(one => one.kind === kind && one.name === name)
      assert.equal(found.length, 1, `${kind} ${name} in ${root.name}`)
      return found[0] as EffectiveResource
    },
    show: ({ file, span: [start, end] }) => `${file}: ${texts[file]?.slice(start, end)}`,
  }
}

/** An ImagePolicy of four lines. */
export function policy(name: string, more = ''): string {
  return `apiVersion: image.toolkit.fluxcd.io/v1\nkind: ImagePolicy\nmetadata:\n  name: ${name}\n${more}`
}
