import type { Node } from '../../text/node.ts'
import type { Span } from '../../text/span.ts'
import type { SourceFile } from '../workspace/source-file.ts'
import type { Marker } from './marker.ts'

/** The template expressions of a marked file that happen to be flow mappings: Flux re-prints them (docs/flux.md §4.3). */
export function reprintedExpressions({ facts, text }: SourceFile): readonly Span[] {
  if (facts.problem || facts.markers.length === 0 || !text.includes('{{')) return []
  const found: Span[] = []
  const visit = (node: Node | undefined): void => {
    if (node?.kind === 'mapping' && node.flow && text.startsWith('{{', node.span[0])) {
      found.push(node.span)
      return
    }
    if (node?.kind === 'sequence') for (const item of node.items) visit(item)
    if (node?.kind === 'mapping') for (const { value } of node.entries) visit(value)
  }
  for (const { root } of facts.documents) visit(root)
  return found
}

/** The template expression in a marked value, which Flux would replace with the whole value. */
export function replacedExpression(text: string, { value }: Marker): Span | undefined {
  const expression = /\{\{.*?\}\}/.exec(text.slice(value.span[0], value.span[1]))
  if (!expression || value.scalar.style === 'literal' || value.scalar.style === 'folded') return undefined
  const start = value.span[0] + expression.index
  return [start, start + expression[0].length]
}
