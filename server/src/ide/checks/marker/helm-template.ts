import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import type { Node } from '../../../text/node.ts'
import type { Span } from '../../../text/span.ts'
import type { Check, Finding } from '../../check.ts'
import { skippedMarkers } from './file-problems.ts'

/** Markers in a Helm template (flux-semantics §4.5, row 28). */
export const helmTemplate: Check = {
  codes: [
    {
      code: 'marker-in-helm-template',
      severity: 'error',
      flux: 'A Helm template is no YAML. Mostly it does not parse, and Flux skips the file. Where it does parse, Flux re-prints `{{ … }}` as a mapping, which breaks the chart; and a marked template expression is replaced by a fixed value.',
    },
  ],
  findings({ file }) {
    const { facts, text } = file
    if (facts.problem?.code === 'marker-in-helm-template') {
      const message = `A template expression is no YAML: Flux skips the whole file, and ${skippedMarkers(text)} not updated. Move the marked value to values.yaml.`
      return [{ span: facts.problem.span, message }]
    }
    if (facts.problem || facts.markers.length === 0 || !text.includes('{{')) return []
    return [...reprinted(file), ...replaced(file)]
  },
}

/** Expressions that happen to be flow mappings. */
function reprinted({ facts, text }: SourceFile): readonly Finding[] {
  const found: Finding[] = []
  const visit = (node: Node | undefined): void => {
    if (node?.kind === 'mapping' && node.flow && text.startsWith('{{', node.span[0])) {
      found.push({
        span: node.span,
        message:
          'Flux reads this template expression as a mapping and re-prints it as {? {…}}, which breaks the chart. Move the marked value to values.yaml.',
      })
      return
    }
    if (node?.kind === 'sequence') for (const item of node.items) visit(item)
    if (node?.kind === 'mapping') for (const { value } of node.entries) visit(value)
  }
  for (const { root } of facts.documents) visit(root)
  return found
}

/** Marked values that hold an expression. */
function replaced({ facts, text }: SourceFile): readonly Finding[] {
  return facts.markers.flatMap(({ value }) => {
    const expression = /\{\{.*?\}\}/.exec(text.slice(value.span[0], value.span[1]))
    if (!expression || value.scalar.style === 'literal' || value.scalar.style === 'folded') return []
    const start = value.span[0] + expression.index
    const span: Span = [start, start + expression[0].length]
    const message =
      'Flux would replace this template expression, with the whole value, by the latest image. Mark the value in values.yaml instead.'
    return [{ span, message }]
  })
}
