import type { Change } from '../flux/automation/changes.ts'
import type { Skipped } from '../flux/chain/update.ts'
import { failure, failureOf, isFailure } from '../flux/failure.ts'
import type { PolicyRef } from '../flux/markers/setter.ts'
import type { EnvironmentFolders } from '../flux/project/environments.ts'
import {
  isSameName,
  nameOf,
  type Pair,
  type PromotionScope,
  placeOf,
  promotionPairs,
} from '../flux/promote/pairs.ts'
import { hasPlace, isPinned, type PromotedChange, promoted } from '../flux/promote/promoted.ts'
import { promotionBranch, promotionMessage } from '../flux/promote/promotion-message.ts'
import { canonicalImage } from '../flux/resources/image.ts'
import type { Session } from '../session.ts'
import { environmentBranches } from './environment-branches.ts'
import type { CommitOptions } from './plan-commits.ts'
import type { FolderChanges, OpenFolder } from './repository-changes.ts'
import type { PlannedUpdate } from './update.ts'

/** What a promotion would write; each change with the value that it comes from. */
export interface PlannedPromotion extends PlannedUpdate {
  readonly changes: readonly PromotedChange[]
  readonly current: NonNullable<FolderChanges['current']>
}

/** A promotion with the files that it reads and writes. */
export interface OpenPromotion<F extends OpenFolder = OpenFolder> {
  readonly folder: F
  /** That of the folder, or one of TO's branch. */
  readonly session: Session
  readonly scope: PromotionScope
  /** TO's branch, where another one is checked out: values are written by a commit that begins there. */
  readonly branch?: string
}

/** Reads the branches that the environments of a promotion follow. Rejects with a `Failure` where one is not here. */
export async function openPromotion<F extends OpenFolder>(
  folder: F,
  scope: PromotionScope,
): Promise<OpenPromotion<F>> {
  const { from, to } = scope
  const branches = await environmentBranches(folder, [from, to])
  const [refusal] = branches.failures
  if (refusal) throw failure(refusal.code, refusal.message)
  const sessionOf = ({ branch }: EnvironmentFolders) =>
    (branch === undefined ? undefined : branches.sessions.get(branch)) ?? folder.session
  const [source, target] = [sessionOf(from), sessionOf(to)]
  return {
    folder,
    session: target,
    scope: source === target ? scope : { ...scope, source: source.snapshot },
    ...(target === folder.session || to.branch === undefined ? {} : { branch: to.branch }),
  }
}

/** How a promotion is committed: on a branch of its own, which begins at what TO follows. */
export function promotionCommit(
  { scope: { from, to }, branch: base }: Pick<OpenPromotion, 'scope' | 'branch'>,
  changes: readonly Change[],
  { branch, message }: { readonly branch?: string | undefined; readonly message?: string | undefined },
): CommitOptions {
  return {
    branch: branch ?? promotionBranch(from.name, to.name),
    message: message ?? promotionMessage(from.name, to.name, changes),
    ...(base === undefined ? {} : { base, existing: 'follow-if-ahead' }),
  }
}

/** The policies that could take promoted values back: to be settled first. */
export function policiesOfPromotion({ session, scope }: OpenPromotion): readonly PolicyRef[] {
  return promotionPairs(session.snapshot, scope).pairs.flatMap(({ target }) => target.policy ?? [])
}

/**
 * What a promotion would write, of the values that the session knows. The registry of the target is asked for each tag
 * that differs: where it is not there, or is another image there, the value is skipped. Without a registry that may be
 * asked, what a tags file says counts, and what it does not say is not held against a value.
 */
export async function planPromotion({ folder, session, scope }: OpenPromotion): Promise<PlannedPromotion> {
  const { snapshot } = session
  const { pairs, skipped: passed } = promotionPairs(snapshot, scope)
  const changes: PromotedChange[] = []
  const current: Change[] = []
  const skipped: Skipped[] = [...passed]
  let isShort = false
  const verdicts = await Promise.all(pairs.map(async pair => [pair, await verified(folder, pair)] as const))
  for (const [pair, verdict] of verdicts) {
    if ('code' in verdict) {
      skipped.push({ ...placeOf(pair.target), code: verdict.code, reason: verdict.reason })
      isShort ||= verdict.isFailure
      continue
    }
    const found = promoted(snapshot, pair, verdict.digest)
    changes.push(...found.changes)
    current.push(...found.current)
  }
  return { folder, snapshot, changes, current, skipped, isShort }
}

type Verdict =
  | { readonly digest?: string }
  | { readonly code: string; readonly reason: string; readonly isFailure: boolean }

/** Whether the target's registry has the source's tag, as the same image; and the digest that is to be written. */
async function verified(folder: OpenFolder, pair: Pair): Promise<Verdict> {
  const { source, target } = pair
  const { tag, digest: pinned } = source.image
  const refused = (code: string, reason: string) => ({ code, reason, isFailure: false })
  if (!hasPlace(pair))
    return refused('promote-no-place', `there is no field for the version of ${nameOf(source)} at this place`)
  const isSame = tag === target.image.tag && (pinned ?? target.image.digest) === target.image.digest
  if (tag === undefined || isSame)
    return pinned === undefined ? kept(target.image.digest) : { digest: pinned }
  const [ours, theirs] = [source.image.name || target.image.name, target.image.name || source.image.name]
  const named = `${theirs}:${tag}`
  try {
    const there = await digestOf(folder, theirs, tag)
    if (there === 'missing')
      return refused(
        'promote-tag-missing',
        `there is no ${named}, which ${source.file.path} has as ${ours}:${tag}`,
      )
    const here = pinned ?? (isSameName(ours, theirs) ? undefined : await digestOf(folder, ours, tag))
    if (here !== undefined && here !== 'missing' && there !== undefined && here !== there)
      return refused('promote-digest-differs', `${named} is ${there}, and ${ours}:${tag} is ${here}`)
    const digest = pinned ?? (isPinned(target) ? there : undefined)
    if (isPinned(target) && digest === undefined)
      return refused('promote-digest-unknown', `this value holds a digest, and that of ${named} is not known`)
    return kept(digest)
  } catch (error) {
    if (!isFailure(error)) throw error
    const { code, message } = failureOf(error)
    return { code, reason: message, isFailure: true }
  }
}

function kept(digest: string | undefined): Verdict {
  return digest === undefined ? {} : { digest }
}

/** The digest of a tag; `missing` where there is none, undefined where nobody can tell. Rejects with a `Failure`. */
async function digestOf(
  { session }: OpenFolder,
  image: string,
  tag: string,
): Promise<string | 'missing' | undefined> {
  const canonical = canonicalImage(image)
  if (typeof canonical !== 'string') return undefined
  const { scans, digests, index } = session.snapshot
  const list = scans.get(canonical)
  if (list && 'value' in list && !list.value.tags.includes(tag)) return 'missing'
  const known = digests.get(`${canonical}:${tag}`)
  if (known && 'value' in known) return known.value
  if (session.registry === undefined) return undefined
  const insecure = [...index.repositories.values()]
    .flat()
    .some(
      ({ resource }) =>
        resource.insecure && resource.image && canonicalImage(resource.image.value) === canonical,
    )
  try {
    const value = await session.registry.digest({ image, insecure }, tag, new AbortController().signal)
    return value
  } catch (error) {
    if (isFailure(error, 'E_NOT_FOUND')) return 'missing'
    throw error
  }
}
