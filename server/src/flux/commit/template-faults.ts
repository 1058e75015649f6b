import { isGoError } from '../../go/go-error.ts'
import { type TemplateFacts, templateFacts } from '../../go/template-facts.ts'
import { didYouMean } from '../../text/did-you-mean.ts'
import { visible } from '../../text/foreign.ts'
import type { Scalar } from '../../text/node.ts'
import type { Span } from '../../text/span.ts'
import { automationOf } from '../automation/automation-of.ts'
import { pendingChanges } from '../automation/pending-changes.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImageUpdateAutomation } from '../resources/resources.ts'
import { specScalar } from '../resources/spec-field.ts'
import { isFluxAtLeast } from '../version/flux-version.ts'
import { fluxVersionAt, fluxVersionsAt } from '../version/flux-version-at.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import { isBeyondUs, renderMessage } from './message.ts'
import { pendingMessage } from './message-of-changes.ts'
import { sampleMessage } from './sample-message.ts'

/** Something wrong with a `messageTemplate`, or worth saying. */
export interface TemplateFault {
  readonly code: string
  readonly template: Scalar
  /** Offsets into the template's decoded text. */
  readonly span: Span
  /** `error` where absent: Flux fails as soon as there is something to commit. */
  readonly severity?: 'warning'
  /** Flux fails if it is the version that is assumed, since nothing tells it. */
  readonly isAssumed?: boolean
  readonly message: string
}

/**
 * Why Flux cannot render an automation's commit message (docs/flux.md §5.6): by reading the template, and where it
 * reads well by rendering it. Empty where nothing is wrong.
 */
export function templateFaults(
  automation: ImageUpdateAutomation,
  path: string,
  snapshot: Snapshot,
): readonly TemplateFault[] {
  const read = readFaults(automation, path, snapshot)
  return [...read, ...renderFaults(automation, path, snapshot)].filter(
    ({ severity }) => severity === undefined,
  )
}

/** What reading a template tells. */
export function readFaults(
  automation: ImageUpdateAutomation,
  path: string,
  snapshot: Snapshot,
): readonly TemplateFault[] {
  const template = specScalar(automation, 'git', 'commit', 'messageTemplate')
  if (template === undefined || template.text === '') return []
  const facts = templateFacts(template.text)
  const found = [
    ...functionFaults(facts, template),
    ...fieldFaults(facts, automation, template, {
      flux: fluxVersionAt(snapshot, path),
      isAssumed: fluxVersionsAt(snapshot, path).isAssumed,
    }),
  ]
  if (found.some(({ code }) => code === 'iua-template-nonhermetic')) return found
  if (facts.error) {
    const { message, offset } = facts.error
    const at = Math.min(offset, Math.max(0, template.text.length - 1))
    return [
      ...found,
      {
        code: 'iua-template-parse',
        template,
        span: [at, at + 1],
        message: `Flux cannot parse this template, and will fail as soon as there is something to commit: ${visible(message)}`,
      },
    ]
  }
  return found
}

/** What rendering a template tells that reads well: for a sample and, where there are any, for today's changes. */
export function renderFaults(
  automation: ImageUpdateAutomation,
  path: string,
  snapshot: Snapshot,
): readonly TemplateFault[] {
  const template = specScalar(automation, 'git', 'commit', 'messageTemplate')
  // A variable of postBuild may be anything, and an error in it would not be the template's.
  if (template === undefined || template.text === '' || template.text.includes('${')) return []
  if (readFaults(automation, path, snapshot).some(({ severity }) => severity === undefined)) return []
  const sample = renderMessage(template.text, sampleMessage(automation, fluxVersionAt(snapshot, path)))
  const placed = automationOf(snapshot, automation.node)
  const pending = placed && isFew(snapshot, placed) ? pendingMessage(snapshot, placed) : undefined
  const isToday = !isGoError(sample) && pending !== undefined
  const rendered = isToday ? renderMessage(template.text, pending) : sample
  if (!isGoError(rendered) || isBeyondUs(rendered)) return []
  if (/field (?:Updated|ImageResult) in type/.test(rendered.err) || /uses removed/.test(rendered.err))
    return []
  return [
    {
      code: 'iua-template-fails',
      template,
      span: [0, template.text.length],
      message: isToday
        ? `Flux fails to render this for what it has to commit today, ${pending.changes.length} ${pending.changes.length === 1 ? 'value' : 'values'}: ${visible(rendered.err)}`
        : `Flux fails to render this as soon as there is something to commit: ${visible(rendered.err)}`,
    },
  ]
}

/** Whether all automations could render as many values as this one in a second or so; else the sample tells. */
function isFew(snapshot: Snapshot, automation: Placed<ImageUpdateAutomation>): boolean {
  return pendingChanges(snapshot, automation).length * snapshot.index.automations.size <= 100_000
}

function functionFaults({ functions }: TemplateFacts, template: Scalar): readonly TemplateFault[] {
  return functions.flatMap(({ name, isKnown, span }): readonly TemplateFault[] => {
    const what = leftOut.find(({ names }) => names.test(name))
    if (isKnown || what === undefined) return []
    return [
      {
        code: 'iua-template-nonhermetic',
        template,
        span,
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
  { flux: fluxVersion, isAssumed }: { readonly flux: string; readonly isAssumed: boolean },
): readonly TemplateFault[] {
  return fields.flatMap(({ path, isFromData, span }): readonly TemplateFault[] => {
    const [first = '', second] = path
    const at = { template, span }
    const isRemoved = first === 'Updated' || (first === 'Changed' && second === 'ImageResult')
    if (isRemoved && isFromData) {
      const name = first === 'Updated' ? '.Updated' : '.Changed.ImageResult'
      const isGone = isFluxAtLeast(fluxVersion, '2.7')
      if (!isFluxAtLeast(fluxVersion, '2.3')) return []
      return [
        {
          code: 'iua-template-removed-field',
          ...at,
          ...(isGone && !isAssumed ? {} : { severity: 'warning' }),
          ...(isGone && isAssumed ? { isAssumed } : {}),
          message: isGone
            ? `Flux 2.7 removed ${name}: the automation stalls as soon as there is something to commit. Use .Changed.${isAssumed ? ` The version of Flux is not known here (assumed ${fluxVersion}).` : ''}`
            : `${name} is deprecated, and Flux 2.7 removes it. Use .Changed.`,
        },
      ]
    }
    if (!isFromData) return []
    const since = first === 'Changed' ? '2.3' : first === 'Values' ? '2.5' : undefined
    if (since !== undefined && !isFluxAtLeast(fluxVersion, since)) {
      const message = `.${first} came with Flux ${since}, and this is Flux ${fluxVersion}: it will fail as soon as there is something to commit.`
      return [{ code: 'iua-template-unknown-field', ...at, message }]
    }
    if (first === 'Values' && second !== undefined) {
      if (automation.messageTemplateValues.has(second)) return []
      const message = `messageTemplateValues has no ${visible(second)}: the message will say "<no value>". Add it, or remove this.`
      return [{ code: 'iua-template-missing-value', ...at, severity: 'warning', message }]
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
        ...at,
        message: `There is no ${visible(name)}: Flux will fail as soon as there is something to commit. ${advice}`,
      },
    ]
  })
}
