import { regexpError } from '../../go/regexp.ts'
import { visible } from '../../text/foreign.ts'
import { field } from '../../text/node.ts'
import type { Span } from '../../text/span.ts'
import { unfitHost } from '../resources/cloud-registries.ts'
import { imageFault } from '../resources/image-fault.ts'
import { isImagePolicy } from '../resources/image-policy.ts'
import { isImageUpdateAutomation } from '../resources/image-update-automation.ts'
import type { KindName } from '../resources/kinds.ts'
import { automationKind, policyKind, repositoryKind } from '../resources/kinds.ts'
import type { Placed } from '../resources/resource-index.ts'
import type {
  ImagePolicy,
  ImageRepository,
  ImageResource,
  ImageUpdateAutomation,
} from '../resources/resources.ts'
import { receivedForm } from '../resources/resources-at.ts'
import { selectorFaults } from '../resources/selector-faults.ts'
import { holdsVariable, specField, specScalar } from '../resources/spec-field.ts'
import { objectsIn } from '../schema/image-objects.ts'
import { codeOfProblem, problemWords } from '../schema/problem-words.ts'
import {
  brokenRules,
  elsewhereOf,
  type Found,
  formProblems,
  missingFields,
  schemaProblems,
} from '../schema/schema-problems.ts'
import { versionVerdict } from '../schema/version-verdict.ts'
import { patternFault, rangeFault, ruleFault } from '../selection/policy-faults.ts'
import { type FluxVersions, fluxVersionAt, fluxVersionsAt } from '../version/flux-version-at.ts'
import { recalledOfFiles } from '../workspace/recalled.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import type { SourceFile } from '../workspace/source-file.ts'
import type { LinkPlace, Verdict } from './link.ts'
import { installRemedy, missingControllerOf } from './missing-controllers.ts'

/** Why the API server or a controller does not take an object: each with the diagnostic that reports it. */
export interface Refusal {
  readonly code: string
  /** Where in the object's file. */
  readonly span: Span
  /** Where it is written in another file: a patch. */
  readonly elsewhere?: LinkPlace
  readonly detail: string
  /** Only the Flux version refuses it that is assumed where nothing tells it. */
  readonly isAssumed?: boolean
}

/** What keeps the cluster from taking an object, by the rules that the checks of the same codes read. */
function refusals(snapshot: Snapshot, placed: Placed): readonly Refusal[] {
  const read = ofServer(snapshot, placed)
  return read ? [...read.found, ...ownRefusals(snapshot, read.file, read.form, placed)] : []
}

/** What the API server refuses of an object, and the form that it is told of; undefined where its file is not known. */
const ofServer = recalledOfFiles((snapshot, placed: Placed) => {
  const file = snapshot.files.get(placed.path)
  const own = file?.facts.resources.find(({ node }) => node === placed.resource.node)
  const form = receivedForm(snapshot, placed)
  if (file === undefined || own === undefined || form === undefined) return undefined
  const found = [...versionRefusals(snapshot, file, form), ...schemaRefusals(snapshot, file, own, form)]
  return { file, form, found }
})

/**
 * Why the API server does not take an object, so that Flux applies nothing of what brings it: its version is not
 * served, or its fields are not those of the definition. What only a controller refuses is no such thing.
 */
export const apiServerRefusal: (snapshot: Snapshot, placed: Placed) => Refusal | undefined =
  recalledOfFiles(findApiServerRefusal)

function findApiServerRefusal(snapshot: Snapshot, placed: Placed): Refusal | undefined {
  if (placed.doubt !== undefined) return undefined
  return ofServer(snapshot, placed)?.found.find(({ isAssumed }) => !isAssumed)
}

/** The same as a link of the chain. */
export const acceptedVerdict: (snapshot: Snapshot, placed: Placed) => Verdict = recalledOfFiles(findVerdict)

function findVerdict(snapshot: Snapshot, placed: Placed): Verdict {
  const { resource, path, namespace = '?', doubt } = placed
  const name = `${resource.kind} ${namespace}/${resource.name}`
  const found = refusals(snapshot, placed)
  const refusal = found.find(({ isAssumed }) => !isAssumed) ?? found[0]
  if (refusal) {
    const { code, span, elsewhere, detail, isAssumed } = refusal
    const ok = isAssumed ? null : false
    return { ok, detail: `${name}: ${detail}`, place: elsewhere ?? { path, span }, code }
  }
  const without = missingControllerOf(snapshot, placed)
  if (without)
    return {
      ok: false,
      detail: `${name}: the cluster has no controller for it, since ${without.path} installs none. ${installRemedy(without)}`,
      place: { path: without.path, span: without.installed.span },
      code: 'image-controllers-missing',
    }
  const place = { path, span: resource.span }
  if (doubt !== undefined) return { ok: null, detail: `${name} may be otherwise: ${doubt}`, place }
  return { ok: true, detail: `${name} is valid`, place }
}

function versionRefusals(
  snapshot: Snapshot,
  file: SourceFile,
  { node, kind }: ImageResource,
): readonly Refusal[] {
  const [object] = objectsIn(node)
  const verdict = object && versionVerdict(object, kind, fluxVersionsAt(snapshot, file.path))
  if (object === undefined || verdict === undefined) return []
  if (verdict.severity !== 'error' && !verdict.isAssumed) return []
  const { message, isAssumed = false } = verdict
  const { span, elsewhere } = object.apiVersion
  const place = { span, ...(elsewhere ? { elsewhere } : {}) }
  return [{ code: versionCodes[kind], ...place, detail: message, isAssumed }]
}

/** The diagnostics about the API version, by kind. */
const versionCodes: Readonly<Record<KindName, string>> = {
  ImageRepository: 'repo-api-version',
  ImagePolicy: 'policy-api-version',
  ImageUpdateAutomation: 'iua-api-version',
}

function schemaRefusals(
  snapshot: Snapshot,
  file: SourceFile,
  { node }: ImageResource,
  form: ImageResource,
): readonly Refusal[] {
  const { all, missing, rules } = snapshot.unanswered.recall(schemaFindings)(file)
  const isOwn = ({ object }: Found<object>) => object.node === node
  const written = all.filter(one => one.problem !== 'required' && isOwn(one))
  const received = form.node === node ? written : formProblems(file.path, snapshot, form, written)
  return [
    ...[...received, ...missing.filter(isOwn)].map(one => {
      const elsewhere = elsewhereOf(one)
      return {
        code: codeOfProblem(one),
        span: one.span,
        detail: problemWords(one),
        ...(elsewhere ? { elsewhere } : {}),
      }
    }),
    ...rules.filter(isOwn).map(({ span }) => ({
      code: 'policy-interval-digest',
      span,
      detail: 'spec.interval and digestReflectionPolicy: Always go together only',
    })),
  ]
}

/** What the definitions do not allow of a file's objects, found once a file. */
function schemaFindings(snapshot: Snapshot) {
  const known = new Map<SourceFile, ReturnType<typeof findings>>()
  const findings = (file: SourceFile) => {
    const all = schemaProblems(file, snapshot)
    return { all, missing: missingFields(file, snapshot, all), rules: brokenRules(file, snapshot) }
  }
  return (file: SourceFile) => {
    const found = known.get(file) ?? findings(file)
    known.set(file, found)
    return found
  }
}

function ownRefusals(
  snapshot: Snapshot,
  file: SourceFile,
  own: ImageResource,
  placed: Placed,
): readonly Refusal[] {
  switch (own.kind) {
    case repositoryKind:
      return repositoryRefusals(own, fluxVersionsAt(snapshot, file.path))
    case policyKind:
      return policyRefusals(snapshot, file, own, placed)
    case automationKind:
      return automationRefusals(own, placed)
  }
}

function repositoryRefusals(
  repository: ImageRepository,
  { running, isAssumed }: FluxVersions,
): readonly Refusal[] {
  const image = specScalar(repository, 'image')
  const fault = image && imageFault(image.text, repository.insecure)
  const list = field(repository.node, 'spec', 'exclusionList')
  const hosts = running.map(({ flux }) => unfitHost(repository, flux))
  // Where clusters differ, one that takes it is enough.
  const host = hosts.includes(undefined) ? undefined : hosts[0]
  const provider = specScalar(repository, 'provider')
  return [
    ...(image && fault
      ? [
          {
            code: fault.code,
            span: image.span,
            detail: `Flux does not take the image "${visible(image.text)}": it names no scheme, tag or digest, and is lower case`,
          },
        ]
      : []),
    ...(list?.kind === 'sequence' ? list.items : []).flatMap(item => {
      const error = item.kind === 'scalar' && !holdsVariable(item.text) ? regexpError(item.text) : undefined
      const detail = `every scan fails, since Go cannot read ${item.kind === 'scalar' ? `"${visible(item.text)}"` : ''}: ${visible(error?.err ?? '')}`
      return error ? [{ code: 'repo-exclusion-regex', span: item.span, detail }] : []
    }),
    ...(host === undefined
      ? []
      : [
          {
            code: 'repo-provider-host-mismatch',
            span: provider?.span ?? repository.span,
            ...(provider?.elsewhere ? { elsewhere: provider.elsewhere } : {}),
            detail: `${host} is no registry of ${repository.provider}, and Flux never scans it`,
            isAssumed,
          },
        ]),
  ]
}

function policyRefusals(
  snapshot: Snapshot,
  { path }: SourceFile,
  policy: ImagePolicy,
  placed: Placed,
): readonly Refusal[] {
  const rule = ruleFault(
    policy,
    isImagePolicy(placed.resource) ? [{ ...placed, resource: placed.resource }] : [],
  )
  const pattern = patternFault(policy)
  const range = rangeFault(policy, fluxVersionAt(snapshot, path))
  return [
    ...(rule
      ? [
          {
            code: 'policy-none',
            span: rule.key.span,
            detail: 'spec.policy holds no rule, and Flux stalls it',
          },
        ]
      : []),
    ...(pattern
      ? [
          {
            code: pattern.lookaround ? 'policy-regex-lookaround' : 'policy-regex',
            span: pattern.pattern.span,
            detail: `Go cannot read the pattern, and Flux stalls it: ${visible(pattern.err)}`,
          },
        ]
      : []),
    ...(range
      ? [
          {
            code: 'policy-semver-range',
            span: range.range.span,
            detail: `the range is none, and Flux stalls it: ${visible(range.err)}`,
          },
        ]
      : []),
  ]
}

function automationRefusals(automation: ImageUpdateAutomation, placed: Placed): readonly Refusal[] {
  const hasGit = isImageUpdateAutomation(placed.resource) && placed.resource.hasGit
  return [
    ...(hasGit || placed.doubt !== undefined
      ? []
      : [{ code: 'iua-no-git', span: automation.span, detail: 'without spec.git Flux stalls it' }]),
    ...selectorFaults(specField(automation, 'policySelector')).map(({ span, operator, message }) => ({
      code: 'iua-selector-invalid',
      span,
      ...(operator.elsewhere ? { elsewhere: operator.elsewhere } : {}),
      detail: message,
    })),
  ]
}
