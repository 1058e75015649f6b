import { isUpdateFile } from '../../../flux/automation/update-path.ts'
import type { Span } from '../../../text/span.ts'
import type { Check } from '../../check.ts'

/** A marker in a file that Flux does not open (docs/flux.md §4.5, row 23). One diagnostic a file. */
export const fileExtension: Check = {
  codes: [
    {
      code: 'marker-file-extension',
      severity: 'warning',
      flux: 'Flux opens files whose names end in `.yaml` or `.yml`, lower case, and those named `Kustomization`. A marker in any other file is never read.',
    },
  ],
  *findings({ file: { path, text } }) {
    if (isUpdateFile(path) || !text.includes('$imagepolicy')) return
    const isJson = /\.json$/i.test(path)
    const pattern = isJson
      ? /"\$imagepolicy"[ \t]*:[ \t]*"[^"\n/]+:[^"\n/]+"/g
      : /(?<=\S[ \t]+)#+[ \t]*\{[ \t]*"\$imagepolicy"[ \t]*:[ \t]*"[^"\n/]+:[^"\n/]+"[ \t]*\}(?=[ \t]*$)/gm
    const found = [...text.matchAll(pattern)]
    const [first] = found
    if (first === undefined) return
    const span: Span = [first.index, first.index + first[0].length]
    const name = path.slice(path.lastIndexOf('/') + 1)
    const more = found.length > 1 ? ` and ${found.length - 1} more in this file` : ''
    yield {
      span,
      message: `Flux reads only *.yaml, *.yml and Kustomization, not ${name}: it never sees this marker${more}. Keep the marked value in a YAML file from which this one takes it.`,
    }
  },
}
