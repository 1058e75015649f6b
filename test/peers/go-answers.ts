import { renderMessageBytes } from '../../server/src/flux/commit/message.ts'
import { parseImage, parseReference } from '../../server/src/flux/resources/image.ts'
import { type PolicyChoice, selectLatest } from '../../server/src/flux/selection/policy.ts'
import { filterTags, storedTags, type TagFilter } from '../../server/src/flux/selection/tags.ts'
import { envsubst } from '../../server/src/go/envsubst.ts'
import { isGoError } from '../../server/src/go/go-error.ts'
import { type Any, floatType } from '../../server/src/go/reflect/type.ts'
import { of, ofBool, ofDict, ofInt, ofList, ofString } from '../../server/src/go/reflect/value.ts'
import { compileRegexp, type Regexp } from '../../server/src/go/regexp.ts'
import { renderTemplate } from '../../server/src/go/template.ts'
import { toBytes, toText } from '../../server/src/go/utf8.ts'
import { semverCompare, semverConstraint, semverVersion } from '../oracle/answers/semver.ts'
import { latestTags } from '../oracle/answers/tags.ts'

/** A case by its own keys; what each operation needs, it has. */
export interface GoCase {
  readonly id: string
  readonly op: string
  readonly text: string
  readonly pattern: string
  readonly subjects?: readonly string[]
  readonly expand?: string
  readonly range: string
  readonly versions: readonly string[]
  readonly version: string
  readonly a: string
  readonly b: string
  readonly vars: Readonly<Record<string, string>>
  readonly strict: boolean
  readonly data: unknown
  readonly policy: PolicyChoice
  readonly filter: TagFilter
  readonly list: readonly string[] | null
  readonly tags: readonly string[]
  readonly image: string
  readonly insecure: boolean
  /** What Go answered, and what the peer's own test expects. */
  readonly go?: Readonly<Record<string, unknown>>
  readonly up?: Readonly<Record<string, unknown>> | null
  /** Of RE2's own cases: the first match in each subject, and that of the whole subject. */
  readonly m?: unknown
  readonly full?: readonly (readonly number[] | null)[]
}

export type GoAnswer = object

/** What the product answers, an operation each. */
export const goAnswers: Readonly<Record<string, (input: GoCase) => GoAnswer>> = {
  version: ({ version }) => semverVersion({ in: version }),
  compare: ({ a, b }) => semverCompare({ a, b }),
  constraint: ({ range, versions }) => semverConstraint({ range, tags: versions }),
  name({ text }) {
    const reference = parseReference(text)
    if (isGoError(reference)) return { err: reference.err }
    const { name, string, identifier, kind, context } = reference
    return { name, string, identifier, kind, context: context.canonical, scheme: context.scheme }
  },
  image({ image, insecure }) {
    const parsed = parseImage(image, insecure)
    return isGoError(parsed) ? { err: parsed.err } : { canonical: parsed.canonical }
  },
  policy({ policy, filter, tags }) {
    const latest = selectLatest(policy, filter, storedTags(tags, ['^$']) as readonly string[], 'flux-2.7')
    return isGoError(latest) ? { err: latest.err } : { tag: latest.tag }
  },
  filter({ tags, filter }) {
    const kept = filterTags(tags, filter)
    return isGoError(kept) ? { err: kept.err } : { keys: [...kept.keys()].sort() }
  },
  exclude({ tags, list }) {
    const stored = storedTags(tags, list ?? undefined)
    return isGoError(stored) ? { err: stored.err } : { tags: [...stored].sort() }
  },
  latestTags: ({ tags }) => ({ tags: latestTags(storedTags(tags, ['^$']) as readonly string[]) }),
  envsubst({ text, vars, strict }) {
    const expanded = envsubst(text, vars, strict)
    return typeof expanded === 'string' ? { ok: expanded } : expanded
  },
  template({ text }) {
    const message = renderMessageBytes(text, messageData)
    return typeof message === 'string' ? { ok: toText(message) } : message
  },
  raw({ text, data }) {
    const rendered = renderTemplate('commit message', toBytes(text), goValue(data))
    return 'ok' in rendered ? { ok: toText(rendered.ok) } : { err: toText(rendered.err) }
  },
  regexp({ pattern, subjects = [], expand = '' }) {
    const regexp = compileRegexp(pattern)
    if (isGoError(regexp)) return { err: regexp.err }
    const extract = regexp.extractor(expand)
    const m = subjects.map(subject => byteOffsets(regexp, subject))
    const x = subjects.map((subject, at) => (m[at] === null ? null : expand === '' ? '' : extract(subject)))
    const names = regexp.groupNames
    return { m, x, names: ['', ...names] }
  },
  re2({ pattern, subjects = [] }) {
    const [anywhere, whole] = [compileRegexp(pattern), compileRegexp(`\\A(?:${pattern})\\z`)]
    if (isGoError(anywhere) || isGoError(whole)) return { err: 'does not compile' }
    return {
      m: subjects.map(subject => byteOffsets(anywhere, subject)),
      full: subjects.map(subject => byteOffsets(whole, subject)?.slice(0, 2) ?? null),
    }
  },
}

const messageData = {
  automationObject: { namespace: 'flux', name: 'auto' },
  values: { k: 'v' },
  changes: [
    {
      file: 'a.yaml',
      object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'ns', name: 'web' },
      setter: 'ns:web',
      old: 'web:1.0',
      new: 'web:1.1',
    },
  ],
}

function byteOffsets(regexp: Regexp, subject: string): readonly number[] | null {
  const at = regexp.find(subject)
  return at?.map(offset => (offset < 0 ? -1 : Buffer.byteLength(subject.slice(0, offset)))) ?? null
}

function goValue(value: unknown): Any {
  if (value === null || value === undefined) return undefined
  if (typeof value === 'string') return ofString(toBytes(value))
  if (typeof value === 'boolean') return ofBool(value)
  if (typeof value === 'number') return Number.isInteger(value) ? ofInt(value) : of(floatType, value)
  if (Array.isArray(value)) return ofList(value.map(goValue))
  return ofDict(Object.entries(value).map(([key, held]) => [toBytes(key), goValue(held)] as const))
}
