import { replacedExpression, reprintedExpressions } from '../../../flux/markers/template-expression.ts'
import type { Check } from '../../check.ts'
import { skippedMarkers } from './file-problems.ts'

/** Markers in a Helm template (docs/flux.md §4.5, row 28). */
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
    return [
      ...reprintedExpressions(file).map(span => ({
        span,
        message:
          'Flux reads this template expression as a mapping and re-prints it as {? {…}}, which breaks the chart. Move the marked value to values.yaml.',
      })),
      ...facts.markers.flatMap(marker => {
        const span = replacedExpression(file.text, marker)
        const message =
          'Flux would replace this template expression, with the whole value, by the latest image. Mark the value in values.yaml instead.'
        return span ? [{ span, message }] : []
      }),
    ]
  },
}
