import { mayBe } from '../../../flux/resources/policy-may-exist.ts'
import type { Check } from '../../check.ts'
import { fix, markerNameSpan } from '../../check.ts'
import { visible } from '../../texts/words.ts'
import { markedValues } from './marked-value.ts'

/** Variables in a marker or in its value (docs/flux.md §4.5, row 34). */
export const markerVariable: Check = {
  codes: [
    {
      code: 'marker-variable',
      severity: 'warning',
      flux: '`${…}` is substituted by the kustomize-controller, after it has read the files from Git. The automation sees the files as they are: a marker with a variable names no policy, and a marked value with a variable is replaced by the image itself.',
    },
  ],
  *findings({ file, snapshot }) {
    for (const { marker, setter } of markedValues(file)) {
      const { namespace, name } = setter.policy
      if (`${namespace}${name}`.includes('${')) {
        const span = markerNameSpan(file, marker, setter)
        const meant = [...snapshot.index.policies.keys()].filter(key => mayBe(`${namespace}:${name}`, key))
        yield {
          span,
          message:
            'Nothing is substituted in a marker: Flux reads it from Git as it is, and finds no such policy. Write the name itself.',
          fixes: () => meant.slice(0, 3).map(key => fix(`Change to ${key}`, file, span, key)),
        }
        continue
      }
      const variable = /\$\{[^}]*\}/.exec(file.text.slice(marker.value.span[0], marker.value.span[1]))
      if (variable === null || marker.value.scalar.style === 'literal') continue
      const start = marker.value.span[0] + variable.index
      const what = setter.part === 'image' ? 'image' : setter.part
      yield {
        span: [start, start + variable[0].length],
        message: `Flux would replace ${visible(variable[0])} by the ${what} itself, with the rest of the value. Mark the place where the variable is set.`,
      }
    }
  },
}
