import { readFaults, renderFaults } from '../../../flux/commit/template-faults.ts'
import { isImageUpdateAutomation } from '../../../flux/resources/image-update-automation.ts'
import { partSpan, specScalar } from '../../../flux/resources/spec-field.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import { exactPlace } from '../../../kustomize/values/inline-text.ts'
import type { Scalar } from '../../../text/node.ts'
import type { Fix, Severity } from '../../answers.ts'
import { type Check, codesOf } from '../../check.ts'
import { replace } from '../../fixes/field-edits.ts'
import { migratedTemplate } from '../../fixes/migrate-template.ts'
import { visible } from '../../texts/words.ts'

const words: Readonly<Record<string, Words>> = {
  'iua-template-parse': {
    flux: 'The template is parsed when there is something to commit, not before. One that does not parse fails that run and every later one; until then all looks well.',
  },
  'iua-template-removed-field': {
    flux: 'Flux 2.7 removed `.Updated` and `.Changed.ImageResult`. A template with one of them is stalled with `RemovedTemplateField`, at the first commit after the upgrade.',
  },
  'iua-template-nonhermetic': {
    flux: 'Of sprig’s functions Flux has those that give the same for the same input. The clock, chance, the environment and the network are left out: such a template does not parse.',
  },
  'iua-template-unknown-field': {
    flux: 'A field that the data does not have fails the rendering, and with it every run that has something to commit.',
  },
  'iua-template-missing-value': {
    severity: 'warning',
    flux: 'A value that `messageTemplateValues` does not have is written as "<no value>" into the commit message.',
  },
  'iua-template-fails': {
    flux: 'A template may parse and yet fail when it is rendered: a function given what it does not take, a field of something that has none.',
  },
}

/** What is wrong with a `messageTemplate` (docs/flux.md §5.6): one reading, a code for each outcome. */
export const messageTemplate: Check = {
  codes: codesOf(words),
  findings: ({ file, snapshot, resources }) =>
    resources.filter(isImageUpdateAutomation).flatMap(automation => {
      if (specScalar(automation, 'git', 'commit', 'messageTemplate')?.elsewhere) return []
      const faults = readFaults(automation, file.path, snapshot)
      // One that does not parse, or has what Flux does not, is not rendered.
      const isRead = faults.every(({ severity }) => severity !== undefined)
      const all = isRead ? [...faults, ...renderFaults(automation, file.path, snapshot)] : faults
      const [removed] = all.filter(({ code }) => code === 'iua-template-removed-field')
      const migration = removed && migrationOf(removed.template, file)
      return all.map(({ code, template, span, severity, message }) => {
        const found = {
          code,
          span: partSpan(file, template, span[0], span[1]),
          ...(severity && { severity }),
        }
        if (code !== 'iua-template-removed-field' || migration === undefined) return { ...found, message }
        if ('why' in migration)
          return { ...found, message: `${message} No fix is offered: ${visible(migration.why)}.` }
        return { ...found, message, fixes: () => [migration] }
      })
    }),
}

interface Words {
  readonly severity?: Severity
  readonly flux: string
}

/** All removed fields of a template at once: a template with half of them would be no better. */
function migrationOf(template: Scalar, file: SourceFile): Fix | { readonly why: string } {
  const migrated = migratedTemplate(template.text)
  if ('why' in migrated) return migrated
  const place = exactPlace(template, 0, file.text)
  if (place === undefined || template.elsewhere || (template.style === 'plain' && template.inFlow))
    return { why: 'it is not written here as Flux receives it' }
  const edits = migrated.edits.map(({ span, newText }) =>
    replace(file, place(span), escaped(template, newText)),
  )
  return { title: 'Rewrite for .Changed', edits }
}

/** A text as it stands inside a scalar's quotes. */
function escaped({ style }: Scalar, text: string): string {
  if (style === 'double') return JSON.stringify(text).slice(1, -1)
  return style === 'single' ? text.replaceAll("'", "''") : text
}
