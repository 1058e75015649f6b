import { isReached } from '../flux/automation/is-reached.ts'
import { markerChain, policyChain } from '../flux/chain/chain.ts'
import type { Link, LinkName } from '../flux/chain/link.ts'
import { fileVerdict } from '../flux/chain/marked.ts'
import { formatPolicyRef, type PolicyRef } from '../flux/markers/setter.ts'
import { canonicalImage } from '../flux/resources/image.ts'
import type { Placed } from '../flux/resources/resource-index.ts'
import { type FunnelEntry, funnel } from '../flux/selection/funnel.ts'
import { latestRef } from '../flux/selection/resolve.ts'
import { semverGeneration } from '../flux/version/flux-version.ts'
import { fluxVersionAt } from '../flux/version/flux-version-at.ts'
import { markersOf, policies, repositories, type Snapshot } from '../flux/workspace/snapshot.ts'
import { isGoError } from '../go/go-error.ts'
import { lineIndex } from '../text/line-index.ts'
import { cell, code, joined, type Markdown, md } from '../text/markdown.ts'
import { contains, type Span } from '../text/span.ts'
import type { Place } from './answers.ts'
import { diagnostics } from './diagnostics.ts'

/** The chain behind a value or a policy: the links that apply, also those after one that breaks. */
export interface Explanation {
  readonly target: string
  readonly links: readonly Link[]
  /** For a policy whose tags are known: what became of each. */
  readonly funnel?: readonly FunnelEntry[]
}

/** Why Flux will, or will not, update the value on a line (0-based) of a file. */
export function explainLine(snapshot: Snapshot, path: string, line: number): Explanation {
  const target = `${path}:${line + 1}`
  const file = snapshot.files.get(path)
  const lines = lineIndex(file?.text ?? '')
  const isHere = ({ span }: { readonly span: Span }) => lines.positionAt(span[0]).line === line
  const marker = file?.facts.markers.find(isHere)
  if (marker?.setter !== undefined) return { target, links: markerChain(snapshot, path, marker).links }
  if (file?.facts.problem) return { target, links: [{ name: 'file', ...fileVerdict(snapshot, path) }] }
  const [start, end] = lines.lineSpan(line)
  const written = file?.text.slice(start, end) ?? ''
  const about = explainObject(snapshot, path, start + (written.length - written.trimStart().length))
  if (about) return about
  const wrong =
    file && diagnostics(snapshot, path).find(found => found.code.startsWith('marker-') && isHere(found))
  const detail =
    wrong?.message ??
    (file ? 'no marker is on this line' : `${path} holds no marker and no image automation resource`)
  const named = wrong ? { place: { path, span: wrong.span }, code: wrong.code } : {}
  return { target, links: [{ name: 'marker', ok: false, detail, ...named }] }
}

/** The chain of the object that an offset lies in: of a policy, of what a repository is scanned for, of what an automation writes. */
function explainObject(snapshot: Snapshot, path: string, offset: number): Explanation | undefined {
  const { index } = snapshot
  const around = <T extends Placed>(all: ReadonlyMap<string, readonly T[]>) =>
    [...all.values()].flat().find(one => one.path === path && contains(one.resource.node.span, offset))
  const policy = around(index.policies)
  if (policy) return explainPolicy(snapshot, refOf(policy))
  const repository = around(index.repositories)
  if (repository) {
    const user = [...index.policies.values()]
      .flat()
      .find(one => repositories(snapshot, one).some(({ resource }) => resource === repository.resource))
    if (user) return explainPolicy(snapshot, refOf(user))
    return nothingBehind(
      repository,
      'repository',
      'no ImagePolicy in the workspace uses this ImageRepository',
    )
  }
  const automation = around(index.automations)
  if (automation === undefined) return undefined
  const first = markersOf(snapshot).find(({ path: at, marker: { setter } }) =>
    isReached(snapshot, automation, { path: at, setter }),
  )
  if (first === undefined)
    return nothingBehind(automation, 'automation', 'this ImageUpdateAutomation reaches no marker')
  const { links } = markerChain(snapshot, first.path, first.marker, [automation])
  return { target: `${first.path}:${lineAt(snapshot, { path: first.path, span: first.marker.span })}`, links }
}

function nothingBehind(
  { path, namespace = '', resource }: Placed,
  name: LinkName,
  detail: string,
): Explanation {
  const place = { path, span: resource.span }
  const target = formatPolicyRef({ namespace, name: resource.name })
  return { target, links: [{ name, ok: null, detail, place }] }
}

function refOf({ namespace = '', resource: { name } }: Placed): PolicyRef {
  return { namespace, name }
}

/** Why a policy selects what it selects, and whether anything uses it. */
export function explainPolicy(snapshot: Snapshot, ref: PolicyRef): Explanation {
  const entries = funnelOf(snapshot, ref)
  const { links } = policyChain(snapshot, ref)
  return { target: formatPolicyRef(ref), links, ...(entries ? { funnel: entries } : {}) }
}

/** An explanation in the contract's shape. */
export interface ExplanationJson {
  readonly target: string
  readonly links: readonly (Pick<Link, 'name' | 'ok' | 'detail' | 'remedy' | 'code'> & {
    readonly file?: string
    /** 1-based. */
    readonly line?: number
  })[]
  readonly funnel?: readonly FunnelEntry[]
}

/** An explanation as the command line and the language server answer it. */
export function explanationJson(snapshot: Snapshot, { target, links, funnel }: Explanation): ExplanationJson {
  const rows = links.map(({ name, ok, detail, remedy, place, code }) => ({
    name,
    ok,
    detail,
    ...(remedy === undefined ? {} : { remedy }),
    ...(place ? { file: place.path, line: lineAt(snapshot, place) } : {}),
    ...(code === undefined ? {} : { code }),
  }))
  return { target, links: rows, ...(funnel ? { funnel } : {}) }
}

/** The line of a place, 1-based. */
export function lineAt({ files }: Snapshot, { path, span }: Place): number {
  return lineIndex(files.get(path)?.text ?? '').positionAt(span[0]).line + 1
}

/** The funnel, where tags are known and telling would not take too long. */
function funnelOf(snapshot: Snapshot, ref: PolicyRef): readonly FunnelEntry[] | undefined {
  const [policy] = policies(snapshot, ref)
  const [repository] = policy ? repositories(snapshot, policy) : []
  const key = canonicalImage(repository?.resource.image?.value ?? '')
  const scan = typeof key === 'string' ? snapshot.scans.get(key) : undefined
  const resolution = latestRef(snapshot, ref)
  if (policy === undefined || repository === undefined || scan === undefined || 'failure' in scan)
    return undefined
  if (resolution.state === 'failed' && resolution.failure.code === 'E_TOO_SLOW') return undefined
  const entries = funnel({
    policy: policy.resource.policy,
    filter: policy.resource.filter,
    exclusionList: repository.resource.exclusionList,
    tags: scan.value.tags,
    generation: semverGeneration(fluxVersionAt(snapshot, policy.path)),
  })
  return isGoError(entries) ? undefined : entries
}

/** An explanation as Markdown, a line a link. */
export function explanationText({ target, links, funnel }: Explanation): Markdown {
  const sign = (ok: boolean | null) => (ok === null ? '?' : ok ? '✓' : '✗')
  const lines = links.map(
    ({ name, ok, detail, remedy }) =>
      md`- ${sign(ok)} **${name}**: ${detail}${remedy === undefined || ok === true ? '' : `. ${remedy}`}`,
  )
  const tags =
    funnel?.map(entry => md`| ${cell(code(shownTag(entry)))} | ${entry.stage} | ${entry.reason} |`) ?? []
  const table = tags.length > 0 ? md`\n| tag | stage | why |\n|---|---|---|\n${joined(tags, '\n')}\n` : ''
  return md`# ${target}\n\n${joined(lines, '\n')}\n${table}`
}

/** A tag with what Flux extracts from it and compares: `main-abc-0162 → 0162 → 162`. */
function shownTag({ tag, key, compared }: FunnelEntry): string {
  return [tag, ...(key === undefined || key === tag ? [] : [key]), ...(compared ? [compared] : [])].join(
    ' → ',
  )
}
