import { placesOf } from '../flux/automation/apply-changes.ts'
import { isFailure } from '../flux/failure.ts'
import { isTag } from '../flux/images/image-text.ts'
import { formatPolicyRef, type PolicyRef } from '../flux/markers/setter.ts'
import { tagIn } from '../flux/markers/tag-in.ts'
import { canonicalImage } from '../flux/resources/image.ts'
import { readFacts } from '../flux/workspace/facts.ts'
import { policies, repositories, type Snapshot } from '../flux/workspace/snapshot.ts'
import { compareUrl } from '../ide/fixes/compare-url.ts'
import { pullRequestText, type RequestedChange } from '../ide/texts/pull-request-text.ts'
import { count } from '../ide/texts/words.ts'
import type { FileDiff, ImageSource, PushResult, TagDetails } from '../ports.ts'
import type { OpenFolder } from './repository-changes.ts'

/** What a request of a branch says: every marked value that the branch changes against its base, not those of its newest commit alone. */
export interface RequestText {
  readonly title: string
  readonly body: string
  /** How many values; none where the base holds everything, so that there is nothing to ask for. */
  readonly changes: number
  readonly commits: number
}

/**
 * The text of a branch's request, from what Git holds of it. Undefined where the base is not here. Where registries may
 * be asked, and the images say where they come from, each row links to what changed.
 */
export async function requestText(
  folder: OpenFolder,
  root: string,
  branch: string,
  base: Pick<PushResult, 'remote' | 'base'>,
): Promise<RequestText | undefined> {
  const content = await folder.session.git.ahead(root, branch, base)
  if (content === undefined) return undefined
  const { messages, files } = content
  const changes = await withLinks(folder, files.flatMap(changesIn))
  const message = messages.length === 1 ? (messages[0] ?? '') : `Update ${count(changes.length, 'value')}`
  return { ...pullRequestText(message, changes), changes: changes.length, commits: messages.length }
}

/** A value of a request that a marker is on. */
export interface MarkedRow extends RequestedChange {
  readonly policy: PolicyRef
}

/** The values at markers that differ between two texts of a file. */
export function changesIn({ path, before, after }: FileDiff): readonly MarkedRow[] {
  if (before === undefined || after === undefined) return []
  const facts = readFacts(after)
  const marked = facts.markers.flatMap(marker =>
    marker.setter ? [{ marker, setter: marker.setter, oldValue: marker.value.scalar.text }] : [],
  )
  return placesOf(before, facts, marked, () => true).flatMap(([{ setter, oldValue: newValue }, place]) => {
    const oldValue = place?.value.scalar.text
    return oldValue === undefined || oldValue === newValue
      ? []
      : [{ path, policy: setter.policy, subject: formatPolicyRef(setter.policy), oldValue, newValue }]
  })
}

/** Rows for which registries are asked; in a larger table nobody follows the links. */
const linked = 20

/** The same rows, each with the page that shows what changed, where its images tell. */
export async function withLinks(
  { session }: OpenFolder,
  changes: readonly MarkedRow[],
): Promise<readonly RequestedChange[]> {
  const details = new Map<string, Promise<TagDetails | undefined>>()
  const detailsOf = (source: ImageSource, tag: string) => {
    const key = `${source.image}:${tag}`
    const known = session.snapshot.details.get(`${String(canonicalImage(source.image))}:${tag}`)
    const found =
      details.get(key) ?? (known && 'value' in known ? Promise.resolve(known.value) : asked(source, tag))
    details.set(key, found)
    return found
  }
  const asked = async (source: ImageSource, tag: string) => {
    if (session.registry === undefined) return undefined
    try {
      return await session.registry.details(source, tag, AbortSignal.timeout(patience))
    } catch (error) {
      if (!isFailure(error)) throw error
      return undefined
    }
  }
  return Promise.all(
    changes.map(async (change, at) => {
      const source = at < linked ? sourceOf(session.snapshot, change) : undefined
      const [from, to] = [change.oldValue, change.newValue].map(tagOf)
      if (source === undefined || !from || !to) return change
      const [before, after] = await Promise.all([detailsOf(source, from), detailsOf(source, to)])
      if (before?.source === undefined || before.source !== after?.source) return change
      const compare = compareUrl(before.source, before.revision ?? '', after.revision ?? '')
      return compare === undefined ? change : { ...change, compare }
    }),
  )
}

/** Milliseconds: a request waits no longer for its links. */
const patience = 5000

function sourceOf(snapshot: Snapshot, { policy: ref }: MarkedRow): ImageSource | undefined {
  const [policy] = policies(snapshot, ref)
  const [repository] = policy ? repositories(snapshot, policy) : []
  const image = repository?.resource.image?.value
  return repository && image !== undefined ? { image, insecure: repository.resource.insecure } : undefined
}

/** The tag of a value: `1.2.3` of `host:5000/web:1.2.3@sha256:…`, or a tag alone; undefined for a name or a digest. */
function tagOf(value: string): string | undefined {
  if (isTag(value)) return value
  return tagIn(value)
}
