import { type Link as ReachLink, reachability } from '../flux/automation/reachability.ts'
import { reasonOf } from '../flux/automation/update.ts'
import type { Marker } from '../flux/markers/marker.ts'
import { formatPolicyRef, formatSetter, type PolicyRef } from '../flux/markers/setter.ts'
import { canonicalImage } from '../flux/resources/image.ts'
import { type FunnelEntry, funnel } from '../flux/selection/funnel.ts'
import { latestRef } from '../flux/selection/resolve.ts'
import { semverGeneration } from '../flux/version/flux-version.ts'
import { fluxVersionAt } from '../flux/version/flux-version-at.ts'
import { inWords } from '../flux/workspace/file-problem.ts'
import { markersOf, policies, repositories, type Snapshot } from '../flux/workspace/snapshot.ts'
import { isGoError } from '../go/go-error.ts'
import { lineIndex } from '../text/line-index.ts'
import type { Span } from '../text/span.ts'
import type { Place } from './answers.ts'
import { diagnostics } from './diagnostics.ts'
import { rule } from './hover/rule.ts'
import { code, inline } from './texts/words.ts'

/** One condition under which Flux changes a value. */
export interface Link {
  readonly name: 'marker' | 'policy' | 'repository' | 'tags' | 'selection' | 'automation' | 'branch'
  /** Null where the files, or the network, do not tell. */
  readonly ok: boolean | null
  readonly detail: string
  readonly place?: Place
}

/** The chain behind a value or a policy. It ends with the first link that breaks. */
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
  const wrong =
    file && diagnostics(snapshot, path).find(found => found.code.startsWith('marker-') && isHere(found))
  if (marker?.setter === undefined) {
    const detail =
      wrong?.message ??
      (file ? 'no marker is on this line' : `${path} holds no marker and no image automation resource`)
    const place = wrong ? { place: { path, span: wrong.span } } : {}
    return { target, links: [{ name: 'marker', ok: false, detail, ...place }] }
  }
  if (file?.facts.problem) {
    const { problem } = file.facts
    const detail = `Flux skips the whole file: ${inWords(problem)}`
    return { target, links: [{ name: 'marker', ok: false, detail, place: { path, span: problem.span } }] }
  }
  const read = markerLink(path, marker)
  const links = chain(snapshot, marker.setter.policy, path)
  return { target, links: upToTheBreak([read, ...links]) }
}

/** Why a policy selects what it selects, and whether anything uses it. */
export function explainPolicy(snapshot: Snapshot, ref: PolicyRef): Explanation {
  const target = formatPolicyRef(ref)
  const marked = markersOf(snapshot, ref)[0]?.path
  const links = upToTheBreak(chain(snapshot, ref, marked))
  const entries = funnelOf(snapshot, ref)
  return { target, links, ...(entries ? { funnel: entries } : {}) }
}

function chain(snapshot: Snapshot, ref: PolicyRef, path: string | undefined): readonly Link[] {
  const [policy] = policies(snapshot, ref)
  const reached = path === undefined ? [] : reachability(snapshot)(path, { policy: ref, part: 'image' }).links
  const missing = reached.find(({ name }) => name === 'policy')
  if (policy === undefined) {
    const { detail = `no ImagePolicy ${formatPolicyRef(ref)} is in the workspace`, ok } = missing ?? {}
    return [{ name: 'policy', ok: ok === undefined ? null : false, detail }]
  }
  const [repository] = repositories(snapshot, policy)
  const name = `${policy.resource.repositoryRef?.namespace ?? ref.namespace}/${policy.resource.repositoryRef?.name ?? '?'}`
  const found: Link = {
    name: 'policy',
    ok: true,
    detail: `ImagePolicy ${formatPolicyRef(ref)}: ${rule(policy.resource).replaceAll('`', '')}`,
    place: { path: policy.path, span: policy.resource.span },
  }
  if (repository === undefined) {
    return [
      found,
      { name: 'repository', ok: null, detail: `ImageRepository ${name} is not in the workspace` },
    ]
  }
  const image = repository.resource.image?.value ?? ''
  const place = { path: repository.path, span: repository.resource.span }
  return [
    found,
    { name: 'repository', ok: true, detail: `ImageRepository ${name} scans ${image}`, place },
    ...tagLinks(snapshot, ref, image),
    ...automationLinks(reached),
  ]
}

function tagLinks(snapshot: Snapshot, ref: PolicyRef, image: string): readonly Link[] {
  const key = canonicalImage(image)
  const scan = typeof key === 'string' ? snapshot.scans.get(key) : undefined
  const resolution = latestRef(snapshot, ref)
  const ok = resolution.state === 'latest' ? true : resolution.state === 'unknown' ? null : false
  const detail = resolution.state === 'latest' ? `${resolution.ref.tag} is the latest` : reasonOf(resolution)
  if (scan === undefined) return [{ name: 'tags', ok: ok === true ? true : ok, detail }]
  if ('failure' in scan)
    return [{ name: 'tags', ok: false, detail: `${scan.failure.message} (${scan.failure.code})` }]
  return [
    { name: 'tags', ok: true, detail: `${scan.value.tags.length} tags listed` },
    { name: 'selection', ok, detail },
  ]
}

/** The reach of automations as two links: any that gets to the file, and the branch it pushes to. */
function automationLinks(reached: readonly ReachLink[]): readonly Link[] {
  const conditions = reached.filter(({ name }) => name !== 'policy' && name !== 'branch')
  const branch = reached.find(({ name }) => name === 'branch')
  const last = conditions.find(({ ok }) => ok !== true) ?? conditions.find(({ name }) => name === 'path')
  return [...(last ? [toLink('automation', last)] : []), ...(branch ? [toLink('branch', branch)] : [])]
}

function toLink(name: Link['name'], { ok, detail, place }: ReachLink): Link {
  return { name, ok: ok ?? null, detail, ...(place ? { place } : {}) }
}

function markerLink(path: string, { setter, span, value }: Marker): Link {
  const detail = setter
    ? `Flux reads ${formatSetter(setter)} for the value ${JSON.stringify(value.scalar.text)}`
    : ''
  return { name: 'marker', ok: true, detail, place: { path, span } }
}

function upToTheBreak(links: readonly Link[]): readonly Link[] {
  const broken = links.findIndex(({ ok }) => ok === false)
  return broken < 0 ? links : links.slice(0, broken + 1)
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
export function explanationText({ target, links, funnel }: Explanation): string {
  const sign = (ok: boolean | null) => (ok === null ? '?' : ok ? '✓' : '✗')
  const lines = links.map(({ name, ok, detail }) => `- ${sign(ok)} **${name}**: ${inline(detail)}`)
  const tags =
    funnel?.map(({ tag, stage, reason }) => `| ${code(tag)} | ${stage} | ${inline(reason)} |`) ?? []
  const table = tags.length > 0 ? ['', '| tag | stage | why |', '|---|---|---|', ...tags] : []
  return [`# ${inline(target)}`, '', ...lines, ...table, ''].join('\n')
}
