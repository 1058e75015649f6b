import { isGoError } from '../../go/go-error.ts'
import { failingAutomationLink, failingLink } from '../chain/chain.ts'
import type { Link } from '../chain/link.ts'
import { reasonOf, type Skipped } from '../chain/update.ts'
import { isBeyondUs, renderMessage } from '../commit/message.ts'
import { messageData } from '../commit/message-of-changes.ts'
import { formatPolicyRef, type ImageRef, type PolicyRef, partOf } from '../markers/setter.ts'
import type { ImageUpdateAutomation } from '../resources/image-update-automation.ts'
import type { Placed } from '../resources/resource-index.ts'
import { isSelected } from '../resources/selector.ts'
import { latestRef } from '../selection/resolve.ts'
import { type FluxChange, predict } from '../setters/predict.ts'
import { reformats } from '../setters/reformats.ts'
import type { Tree } from '../setters/walk.ts'
import { fluxVersionAt } from '../version/flux-version-at.ts'
import { policies, type Snapshot } from '../workspace/snapshot.ts'
import { pushBranch } from './push-branch.ts'
import { updatePath } from './update-path.ts'

/** What Flux itself would do at an automation's next run. */
export interface Simulation {
  readonly files: readonly SimulatedFile[]
  /** In the order in which Flux reads: by file, by document. */
  readonly changes: readonly SimulatedChange[]
  /** The commit's message; undefined where there is no commit, or where it is not known (see `skipped`). */
  readonly message: string | undefined
  /** The branch that is pushed; undefined where it is not known (see `skipped`). */
  readonly branch: string | undefined
  /** What is not written, or not known, and why. */
  readonly skipped: readonly Skipped[]
}

/** A file as Flux would leave it: printed anew, whole. */
export interface SimulatedFile {
  readonly path: string
  /** Empty where Flux makes the file. */
  readonly before: string
  readonly after: string
  /** Whether more than the marked lines differs. */
  readonly reformats: boolean
}

/** One value that Flux would change. */
export interface SimulatedChange extends Omit<FluxChange, 'file'> {
  readonly path: string
  /** Of the marker, in UTF-16 units; absent where it is not known, as in a `List` that Flux takes apart. */
  readonly offset?: number
}

/**
 * What Flux itself would write for an automation, as far as the snapshot knows its policies: the files with Flux's own
 * reprint, the values, message and branch. An update of ours changes the same values and nothing else.
 */
function simulate(snapshot: Snapshot, automation: Placed<ImageUpdateAutomation>): Simulation {
  const { resource, path } = automation
  const skippedHere = (code: string, reason: string): Skipped => ({
    path,
    offset: resource.span[0],
    code,
    reason,
  })
  if (resource.suspend)
    return writesNothing([
      skippedHere('marker-suspended', `ImageUpdateAutomation ${resource.name} is suspended`),
    ])
  const broken = failingAutomationLink(snapshot, automation)
  if (broken) return writesNothing([skippedHere(codeOfLink(broken), broken.detail)])
  const { known, skipped } = knownPolicies(snapshot, automation)
  const found = predict(treeOf(snapshot), resource.path, known)
  if (isGoError(found)) {
    const code = found.err.startsWith('walking path') ? 'iua-path-missing' : 'update-fails'
    return writesNothing([...skipped, skippedHere(code, `the update fails: ${found.err}`)])
  }
  const push = pushBranch(snapshot, automation)
  const images = new Map(known.map(one => [formatPolicyRef(one), partOf(one.latestRef, 'image')]))
  const told = found.changes.map(change => {
    const image = images.get(change.setter.split(':', 2).join(':'))
    return image === undefined ? change : { ...change, image }
  })
  const data = messageData(automation, told, fluxVersionAt(snapshot, path))
  const message = renderMessage(resource.messageTemplate?.value ?? '', data)
  const reasons = [
    ...(push.state === 'known' ? [] : [skippedHere('iua-no-push-branch', push.reason)]),
    ...(isGoError(message) ? [skippedHere('iua-template-fails', message.err)] : []),
  ]
  // Flux makes the commit before it writes anything that stays.
  const fails = push.state === 'missing' || (isGoError(message) && !isBeyondUs(message))
  if (fails) return writesNothing([...skipped, ...reasons])
  const folder = updatePath(resource.path)
  const inRoot = (file: string) => (folder === '' || snapshot.files.has(folder) ? file : `${folder}/${file}`)
  const problems = found.problemFiles.map(({ file, reason }): Skipped => {
    const problem = snapshot.files.get(inRoot(file))?.facts.problem
    return { path: inRoot(file), code: problem?.code ?? 'marker-file-unparsable', reason }
  })
  return {
    files: [...found.written].map(([target, after]) => {
      const before = snapshot.files.get(target)?.text
      return { path: target, before: before ?? '', after, reformats: reformats(before, after) }
    }),
    changes: found.changes.map(change => placed(snapshot, inRoot(change.file), change)),
    message: isGoError(message) || found.written.size === 0 ? undefined : message,
    branch: push.state === 'known' ? push.branch : undefined,
    skipped: [...skipped, ...problems, ...reasons],
  }
}

/**
 * The same for all automations of one name, the variants of several clusters. Their messages follow one another where
 * they differ; a branch is named where they all push to one.
 */
export function simulateAll(
  snapshot: Snapshot,
  variants: readonly Placed<ImageUpdateAutomation>[],
): Simulation {
  const all = variants.map(automation => simulate(snapshot, automation))
  const running = all.filter(({ files }) => files.length > 0)
  const messages = [...new Set(running.flatMap(({ message }) => message ?? []))]
  const branches = [...new Set((running.length > 0 ? running : all).map(({ branch }) => branch))]
  const isKnown = running.length > 0 && running.every(({ message }) => message !== undefined)
  return {
    files: distinct(
      all.flatMap(({ files }) => files),
      ({ path }) => path,
    ),
    changes: distinct(
      all.flatMap(({ changes }) => changes),
      ({ path, offset, setter, old }) => JSON.stringify([path, offset, setter, old]),
    ),
    message: isKnown ? messages.join('\n\n') : undefined,
    branch: branches.length === 1 ? branches[0] : undefined,
    skipped: distinct(
      all.flatMap(({ skipped }) => skipped),
      one => JSON.stringify(one),
    ),
  }
}

function distinct<T>(all: readonly T[], key: (one: T) => string): readonly T[] {
  return [...new Map(all.map(one => [key(one), one])).values()]
}

function writesNothing(skipped: readonly Skipped[]): Simulation {
  return { files: [], changes: [], message: undefined, branch: undefined, skipped }
}

/** The policies that an automation may use, as markers name them: what `session.settle` is asked for first. */
export function policiesOfAutomation(
  { index }: Snapshot,
  { resource, namespace }: Placed<ImageUpdateAutomation>,
): readonly PolicyRef[] {
  return [...index.policies.values()].flatMap(variants => {
    const used = variants.find(
      one => one.namespace === namespace && isSelected(one.resource.labels, resource.policySelector),
    )
    return used?.namespace === undefined ? [] : [{ namespace: used.namespace, name: used.resource.name }]
  })
}

function knownPolicies(snapshot: Snapshot, automation: Placed<ImageUpdateAutomation>) {
  const known: (PolicyRef & { readonly latestRef: ImageRef })[] = []
  const skipped: Skipped[] = []
  for (const ref of policiesOfAutomation(snapshot, automation)) {
    const resolution = latestRef(snapshot, ref)
    const broken = failingLink(snapshot, policies(snapshot, ref))
    if (broken) {
      const about = policies(snapshot, ref)[0]
      const reason = `${formatPolicyRef(ref)}: ${broken.detail}`
      if (about)
        skipped.push({ path: about.path, offset: about.resource.span[0], code: codeOfLink(broken), reason })
      continue
    }
    if (resolution.state === 'latest') {
      const { name, tag, digest } = resolution.ref
      known.push({ ...ref, latestRef: { name, tag, ...(digest === undefined ? {} : { digest }) } })
      continue
    }
    const name = formatPolicyRef(ref)
    const [policy] = snapshot.index.policies.get(name) ?? []
    if (policy === undefined) continue
    const reason = `${name}: ${reasonOf(resolution)}`
    skipped.push({
      path: policy.path,
      offset: policy.resource.span[0],
      code: `policy-${resolution.state}`,
      reason,
    })
  }
  return { known, skipped }
}

function codeOfLink({ name, code }: Link): string {
  return code ?? `${name}-false`
}

/** The repository's files as Flux meets them. What was not read holds no marker. */
function treeOf({ files, unread }: Snapshot): Tree {
  const texts = [...files].map(([path, { text }]) => [path, text] as const)
  return { files: new Map([...[...unread].map(path => [path, ''] as const), ...texts]) }
}

/** A change with the place of its marker: the first of that setter in the file that holds the old value. */
function placed({ files }: Snapshot, path: string, { file: _, ...change }: FluxChange): SimulatedChange {
  const marker = files
    .get(path)
    ?.facts.markers.find(({ name, value }) => name === change.setter && value.scalar.text === change.old)
  return { ...change, path, ...(marker === undefined ? {} : { offset: marker.span[0] }) }
}
