import { renderMessage } from '../../../flux/commit/message.ts'
import { pendingMessage } from '../../../flux/commit/message-of-changes.ts'
import type { ImageUpdateAutomation } from '../../../flux/resources/resources.ts'
import { automationsIn, partSpan, specScalar } from '../../../flux/resources/spec-field.ts'
import { isFluxAtLeast } from '../../../flux/version/flux-version.ts'
import { fluxVersionAt } from '../../../flux/version/flux-version-at.ts'
import type { Snapshot } from '../../../flux/workspace/snapshot.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import { isGoError } from '../../../go/go-error.ts'
import { type TemplateFacts, templateFacts } from '../../../go/template-facts.ts'
import { exactPlace } from '../../../kustomize/values/inline-text.ts'
import { didYouMean } from '../../../text/did-you-mean.ts'
import type { Scalar } from '../../../text/node.ts'
import type { Fix, Severity } from '../../answers.ts'
import { type Check, codesOf, type Finding } from '../../check.ts'
import { replace } from '../../fixes/field-edits.ts'
import { migratedTemplate, sampleMessage } from '../../fixes/migrate-template.ts'
import { count, visible } from '../../texts/words.ts'

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

/** What is wrong with a `messageTemplate` (flux-semantics §5.6): one reading, a code for each outcome. */
export const messageTemplate: Check = {
  codes: codesOf(words),
  findings: ({ file, snapshot }) =>
    automationsIn(file).flatMap(automation => {
      const faults = readFaults(automation, file, snapshot)
      // One that does not parse, or has what Flux does not, is not rendered.
      return faults.some(({ severity }) => severity === undefined)
        ? faults
        : [...faults, ...renderFaults(automation, file, snapshot)]
    }),
}

interface Words {
  readonly severity?: Severity
  readonly flux: string
}

type Fault = Finding & { readonly code: string }

/** What reading a template tells. */
function readFaults(
  automation: ImageUpdateAutomation,
  file: SourceFile,
  snapshot: Snapshot,
): readonly Fault[] {
  const template = specScalar(automation, 'git', 'commit', 'messageTemplate')
  if (template === undefined || template.text === '') return []
  const facts = templateFacts(template.text)
  const found = [
    ...functionFaults(facts, template, file),
    ...fieldFaults(facts, automation, template, file, fluxVersionAt(snapshot, file.path)),
  ]
  if (found.some(({ code }) => code === 'iua-template-nonhermetic')) return found
  if (facts.error) {
    const { message, offset } = facts.error
    const at = Math.min(offset, Math.max(0, template.text.length - 1))
    return [
      ...found,
      {
        code: 'iua-template-parse',
        span: partSpan(file, template, at, at + 1),
        message: `Flux cannot parse this template, and will fail as soon as there is something to commit: ${visible(message)}`,
      },
    ]
  }
  return found
}

/** What rendering a template tells that reads well: for a sample and, where there are any, for today's changes. */
function renderFaults(
  automation: ImageUpdateAutomation,
  file: SourceFile,
  snapshot: Snapshot,
): readonly Fault[] {
  const template = specScalar(automation, 'git', 'commit', 'messageTemplate')
  // A variable of postBuild may be anything, and an error in it would not be the template's.
  if (template === undefined || template.text === '' || template.text.includes('${')) return []
  const sample = renderMessage(template.text, sampleMessage(automation))
  const placed = [...snapshot.index.automations.values()]
    .flat()
    .find(one => one.resource.node === automation.node)
  const pending = placed && pendingMessage(snapshot, placed)
  const isToday = !isGoError(sample) && pending !== undefined
  const rendered = isToday ? renderMessage(template.text, pending) : sample
  if (!isGoError(rendered) || /^the commit message is not rendered here/.test(rendered.err)) return []
  if (/field (?:Updated|ImageResult) in type/.test(rendered.err) || /uses removed/.test(rendered.err))
    return []
  return [
    {
      code: 'iua-template-fails',
      span: partSpan(file, template, 0, template.text.length),
      message: isToday
        ? `Flux fails to render this for what it has to commit today, ${count(pending.changes.length, 'value')}: ${visible(rendered.err)}`
        : `Flux fails to render this as soon as there is something to commit: ${visible(rendered.err)}`,
    },
  ]
}

function functionFaults({ functions }: TemplateFacts, template: Scalar, file: SourceFile): readonly Fault[] {
  return functions.flatMap(({ name, isKnown, span }): readonly Fault[] => {
    const what = leftOut.find(({ names }) => names.test(name))
    if (isKnown || what === undefined) return []
    return [
      {
        code: 'iua-template-nonhermetic',
        span: partSpan(file, template, span[0], span[1]),
        message: `Flux leaves out ${visible(name)}, which depends on ${what.on}: the template does not parse. Put what you need into messageTemplateValues.`,
      },
    ]
  })
}

/** Sprig's functions that do not give the same for the same input. */
const leftOut: readonly { readonly names: RegExp; readonly on: string }[] = [
  {
    names:
      /^(?:now|date|dateInZone|date_in_zone|dateModify|date_modify|mustDateModify|must_date_modify|ago|duration|durationRound|htmlDate|htmlDateInZone|toDate|mustToDate|unixEpoch)$/,
    on: 'the clock',
  },
  { names: /^(?:env|expandenv)$/, on: 'the environment' },
  { names: /^getHostByName$/, on: 'the network' },
  {
    names:
      /^(?:rand\w*|uuidv4|shuffle|gen\w+|bcrypt|htpasswd|encryptAES|decryptAES|buildCustomCert|derivePassword)$/,
    on: 'chance',
  },
]

const dataFields = ['AutomationObject', 'Values', 'Changed']
const changedFields = ['FileChanges', 'Objects', 'Changes']

function fieldFaults(
  { fields }: TemplateFacts,
  automation: ImageUpdateAutomation,
  template: Scalar,
  file: SourceFile,
  fluxVersion: string,
): readonly Fault[] {
  const fixes = () => migration(template, file)
  return fields.flatMap(({ path, isFromData, span }): readonly Fault[] => {
    const [first = '', second] = path
    const at = partSpan(file, template, span[0], span[1])
    const isRemoved = first === 'Updated' || (first === 'Changed' && second === 'ImageResult')
    if (isRemoved && isFromData) {
      const name = first === 'Updated' ? '.Updated' : '.Changed.ImageResult'
      const isGone = isFluxAtLeast(fluxVersion, '2.7')
      if (!isFluxAtLeast(fluxVersion, '2.3')) return []
      return [
        {
          code: 'iua-template-removed-field',
          span: at,
          ...(isGone ? {} : { severity: 'warning' }),
          message: isGone
            ? `Flux 2.7 removed ${name}: the automation stalls as soon as there is something to commit. Use .Changed.`
            : `${name} is deprecated, and Flux 2.7 removes it. Use .Changed.`,
          fixes,
        },
      ]
    }
    if (!isFromData) return []
    const since = first === 'Changed' ? '2.3' : first === 'Values' ? '2.5' : undefined
    if (since !== undefined && !isFluxAtLeast(fluxVersion, since)) {
      const message = `.${first} came with Flux ${since}, and this is Flux ${fluxVersion}: it will fail as soon as there is something to commit.`
      return [{ code: 'iua-template-unknown-field', span: at, message }]
    }
    if (first === 'Values' && second !== undefined) {
      if (automation.messageTemplateValues.has(second)) return []
      const message = `messageTemplateValues has no ${visible(second)}: the message will say "<no value>". Add it, or remove this.`
      return [{ code: 'iua-template-missing-value', span: at, severity: 'warning', message }]
    }
    const isKnownTop = dataFields.includes(first)
    if (isKnownTop && (first !== 'Changed' || second === undefined || changedFields.includes(second)))
      return []
    const near = isKnownTop
      ? didYouMean(second ?? '', changedFields).map(name => `.Changed.${name}`)
      : didYouMean(first, dataFields).map(name => `.${name}`)
    const name = isKnownTop ? `.Changed.${second}` : `.${first}`
    const advice =
      near.length > 0
        ? `Did you mean ${near.join(', ')}?`
        : `There are .${[...dataFields, ...changedFields.map(one => `Changed.${one}`)].join(', .')}.`
    return [
      {
        code: 'iua-template-unknown-field',
        span: at,
        message: `There is no ${visible(name)}: Flux will fail as soon as there is something to commit. ${advice}`,
      },
    ]
  })
}

/** All removed fields of a template at once: a template with half of them would be no better. */
function migration(template: Scalar, file: SourceFile): readonly Fix[] {
  const edits = migratedTemplate(template.text)
  if (edits === undefined || edits.length === 0) return []
  const place = exactPlace(template, 0, file.text)
  if (place === undefined) return []
  const placed = edits.map(({ span, newText }) => replace(file, place(span), escaped(template, newText)))
  return [{ title: 'Rewrite for .Changed', edits: placed }]
}

/** A text as it stands inside a scalar's quotes. */
function escaped({ style }: Scalar, text: string): string {
  if (style === 'double') return JSON.stringify(text).slice(1, -1)
  return style === 'single' ? text.replaceAll("'", "''") : text
}
