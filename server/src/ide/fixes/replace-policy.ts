import { writtenTags } from '../../flux/hold/written-tags.ts'
import { formatPolicyRef, type PolicyRef } from '../../flux/markers/setter.ts'
import { sayingOf } from '../../flux/onboard/known-policy.ts'
import { nextTags } from '../../flux/onboard/next-tags.ts'
import type { Onboarding } from '../../flux/onboard/onboarding.ts'
import { recognise } from '../../flux/onboard/scheme/recognise.ts'
import type { ProposedPolicy } from '../../flux/onboard/scheme/recognised.ts'
import { selectedByProposal } from '../../flux/onboard/selected-by-proposal.ts'
import { isImagePolicy } from '../../flux/resources/image-policy.ts'
import type { Placed } from '../../flux/resources/resource-index.ts'
import type { ImagePolicy } from '../../flux/resources/resources.ts'
import { policies, repositories, type Snapshot } from '../../flux/workspace/snapshot.ts'
import type { SourceFile } from '../../flux/workspace/source-file.ts'
import { field, type Mapping, type Node } from '../../text/node.ts'
import type { Edit } from '../answers.ts'
import { entryOf, removeField, replace, setField } from './field-edits.ts'

/**
 * Proposes another pattern, extract, range and order for a policy, from the tag that its markers hold and all that the
 * registry lists. Nothing else of the policy is changed, and nothing that a kustomization patches.
 */
export function replacedPolicy(
  snapshot: Snapshot,
  ref: PolicyRef,
  tags: readonly string[],
): Omit<Onboarding, 'edits'> & { readonly edits: readonly Edit[] } {
  const [placed] = policies(snapshot, ref)
  const [repository] = placed ? repositories(snapshot, placed) : []
  const image = repository?.resource.image?.value ?? formatPolicyRef(ref)
  const exclusionList = repository?.resource.exclusionList
  const says = placed && sayingOf(placed.resource)
  const now = says && selectedByProposal(says, tags, exclusionList)
  const current = writtenTags(snapshot, ref)[0]?.tag ?? now ?? ''
  const about = { image, current, ref }
  const none = (scheme: string, why: string) => ({ ...about, scheme, sure: false, why, edits: [] })
  const own = placed && ownPolicy(snapshot, placed)
  if (own === undefined)
    return none('unknown', 'What decides stands in a patch of a kustomization: change it there.')
  if (current === '')
    return none(
      'unknown',
      'No marker names the policy, and it selects nothing: there is no tag to begin from.',
    )
  const found = recognise(current, tags)
  if (!found.sure) return none(found.scheme, found.why)
  const { proposal } = found
  const edits = changesOf(own, proposal)
  if (edits === undefined)
    return none(found.scheme, 'Its fields share a line with others: write each on a line of its own.')
  const selects = selectedByProposal(proposal, tags, exclusionList)
  const was = now === undefined ? 'It selects nothing today.' : `Today it selects ${now}.`
  return {
    ...about,
    scheme: found.scheme,
    sure: true,
    why: edits.length === 0 ? `${found.why} The policy says so already.` : `${found.why} ${was}`,
    policy: proposal,
    ...(selects === undefined ? {} : { selects, next: nextTags(proposal, selects, tags, exclusionList) }),
    edits,
  }
}

interface Own {
  readonly file: SourceFile
  readonly spec: Mapping
}

/** The policy in its file, where clusters receive its fields as they stand there. */
function ownPolicy(snapshot: Snapshot, { path, resource }: Placed<ImagePolicy>): Own | undefined {
  const file = snapshot.files.get(path)
  const fields = (one: ImagePolicy) => JSON.stringify([one.policy, one.filter])
  const written = file?.facts.resources.find(
    one => isImagePolicy(one) && one.name === resource.name && fields(one) === fields(resource),
  )
  const spec = field(written?.node, 'spec')
  return file && spec?.kind === 'mapping' ? { file, spec } : undefined
}

/** The fewest edits; undefined where one has no room. */
function changesOf({ file, spec }: Own, { filterTags, policy }: ProposedPolicy): readonly Edit[] | undefined {
  const edits: (Edit | undefined)[] = []
  const filter = field(spec, 'filterTags')
  if (filterTags === undefined) {
    if (filter) edits.push(removeField(file, spec, 'filterTags'))
  } else if (filter?.kind !== 'mapping') {
    const { pattern, extract } = filterTags
    const fields = [['pattern', quoted(pattern)] as const]
    const more = extract === undefined ? [] : [['extract', quoted(extract)] as const]
    edits.push(setField(file, spec, ['filterTags'], [...fields, ...more]))
  } else {
    const set = (name: 'pattern' | 'extract', text: string | undefined) => {
      const there = field(filter, name)
      if ((there?.kind === 'scalar' ? there.text : undefined) === text) return
      edits.push(
        text === undefined ? removeField(file, filter, name) : setField(file, filter, [name], quoted(text)),
      )
    }
    set('pattern', filterTags.pattern)
    set('extract', filterTags.extract)
  }
  edits.push(...orderChanges(file, field(spec, 'policy'), policy))
  return edits.includes(undefined) ? undefined : edits.flatMap(edit => edit ?? [])
}

function orderChanges(
  file: SourceFile,
  node: ReturnType<typeof field>,
  { semver, numerical }: ProposedPolicy['policy'],
): readonly (Edit | undefined)[] {
  if (node?.kind !== 'mapping') return [undefined]
  const kind = semver ? 'semver' : numerical ? 'numerical' : 'alphabetical'
  const [name, value] = semver ? ['range', semver.range] : ['order', 'asc']
  const [entry, ...others] = node.entries
  if (entry === undefined || others.length > 0) return [undefined]
  const there = entryOf(node, kind)
  if (there) {
    const written = field(there.value, name)
    const text = written?.kind === 'scalar' ? written.text : undefined
    // `asc` is what counts where nothing is written.
    if (text === value || (text === undefined && value === 'asc')) return []
    return [setField(file, node, [kind, name], semver ? inPlaceOf(written, value) : value)]
  }
  const end = entry.value?.span[1] ?? entry.key.span[1]
  const [start] = entry.key.span
  const stop = start + file.text.slice(start, end).trimEnd().length
  const shown = semver ? quoted(value) : value
  if (node.flow) return [replace(file, [start, stop], `${kind}: {${name}: ${shown}}`)]
  const indent = ' '.repeat(start - (file.text.lastIndexOf('\n', start - 1) + 1))
  const eol = file.text.includes('\r\n') ? '\r\n' : '\n'
  return [replace(file, [start, stop], `${kind}:${eol}${indent}  ${name}: ${shown}`)]
}

/** A text for a scalar: bare where that is in quotes, which stay. */
function inPlaceOf(written: Node | undefined, text: string): string {
  const isQuoted = written?.kind === 'scalar' && (written.style === 'double' || written.style === 'single')
  return isQuoted && /^[\w.<>= *-]+$/.test(text) ? text : quoted(text)
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
