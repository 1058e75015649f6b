import { typedDamage } from '../../../flux/automation/typed-value.ts'
import { type Check, fix } from '../../check.ts'

/** A marked value without quotes that YAML reads as a number, a boolean, null or a date (docs/flux.md §4.5, row 29). */
export const unquotedNonstring: Check = {
  codes: [
    {
      code: 'marker-unquoted-nonstring',
      severity: 'error',
      flux: 'Flux keeps the type of the old value. Where that is a number, boolean, null or date and the new tag is a plain string, it writes an explicit tag, `tag: !!int 1.2.3`: YAML that no longer loads.',
    },
  ],
  *findings({ file, snapshot }) {
    if (file.facts.problem) return
    for (const marker of file.facts.markers) {
      const { scalar, span } = marker.value
      const outcome = typedDamage(snapshot, file.path, marker)
      if (outcome === undefined) continue
      const { kind } = outcome
      yield {
        span,
        severity: outcome.severity,
        message: `${scalar.text} without quotes is ${kind.name}: Flux ${outcome.words}. Quote it before Flux updates it.`,
        fixes: () => [
          kind.tag === '!!null'
            ? fix('Write ""', file, span, '""')
            : fix('Quote the value', file, span, `"${scalar.text}"`),
        ],
      }
    }
  },
}
