import type { Mapping, YamlDocument } from '../../text/node.ts'
import { field, textAt } from '../../text/node.ts'
import type { Span } from '../../text/span.ts'

/** Any other object of Flux's: a GitRepository, a Kustomization, an Alert. */
export interface FluxObject {
  /** For example `source.toolkit.fluxcd.io/v1`. */
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  readonly namespace?: string
  /** The value of `metadata.name`. */
  readonly span: Span
  readonly node: Mapping
}

/** The Flux objects of a document that are not of image automation, nor Helm's: those of the other `*.toolkit.fluxcd.io`. */
export function fluxObjectOf({ root }: YamlDocument): FluxObject | undefined {
  const apiVersion = textAt(root, 'apiVersion') ?? ''
  const name = field(root, 'metadata', 'name')
  const kind = textAt(root, 'kind')
  if (root?.kind !== 'mapping' || kind === undefined || name?.kind !== 'scalar') return undefined
  if (!/^(?!image\.|helm\.)[a-z]+\.toolkit\.fluxcd\.io\//.test(apiVersion)) return undefined
  const namespace = textAt(root, 'metadata', 'namespace')
  const { text, span } = name
  return { apiVersion, kind, name: text, span, node: root, ...(namespace === undefined ? {} : { namespace }) }
}
