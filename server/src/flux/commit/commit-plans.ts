import { type Change, subjectOf } from '../automation/changes.ts'
import { pushBranch } from '../automation/push-branch.ts'
import { environmentAt } from '../project/environments.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImageUpdateAutomation } from '../resources/resources.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import { type CommitPlan, type CommitWords, commitPlan } from './commit.ts'
import { automationsOf } from './commit-message.ts'

/** What the user may choose of the commits of a bump. */
export interface CommitChoice {
  readonly message?: string
  readonly template?: string
  /** One commit for all is what an absent `per` means. */
  readonly per?: 'policy' | 'automation' | 'environment'
  /** The author that the automation names, in place of the user. */
  readonly author?: 'automation'
  readonly branch?: string
  /** What `branch` begins at, where that is not what is checked out. */
  readonly base?: string
  /** Each change onto the push branch of its automation; `named`: only where `spec.git.push.branch` names one. */
  readonly toPushBranch?: boolean | 'named'
  /** A push branch that holds commits which its checkout branch lacks: committed on top of them, or they are lost. */
  readonly existing?: 'follow' | 'overwrite'
}

/** A commit, and the changes that make it. */
export interface PlannedCommit {
  readonly plan: CommitPlan
  readonly changes: readonly Change[]
  /** What it is to be merged into, where that is known. */
  readonly base?: string
}

/** The commits of these changes by the user's choice, in the order in which they are to be made. */
export function commitPlans(
  snapshot: Snapshot,
  changes: readonly Change[],
  choice: CommitChoice = {},
): readonly PlannedCommit[] {
  const { message, template, existing } = choice
  const based = new Set<string>()
  return groups(snapshot, changes, choice).map(({ changes, automations, push }) => {
    const branch = choice.branch ?? push?.branch
    const start = choice.base ?? push?.checkout
    const base = start === branch ? undefined : start
    // The second commit of a branch follows the first.
    const isBased = base !== undefined && existing !== 'follow' && branch !== undefined && !based.has(branch)
    if (branch !== undefined) based.add(branch)
    const author = choice.author === 'automation' ? onlyAuthor(automations) : undefined
    const [automation] = automations
    const words: CommitWords = {
      ...(message === undefined ? {} : { message }),
      ...(template === undefined ? {} : { template }),
      ...(branch === undefined ? {} : { branch }),
      ...(isBased ? { base, overwrite: existing === 'overwrite' } : {}),
      ...(author ? { author } : {}),
      ...(choice.per === 'automation' && automation ? { automation } : {}),
    }
    return { plan: commitPlan(snapshot, changes, words), changes, ...(base === undefined ? {} : { base }) }
  })
}

interface Group {
  readonly changes: readonly Change[]
  /** Those that make the changes, each once. */
  readonly automations: readonly Placed<ImageUpdateAutomation>[]
  readonly push?: { readonly branch: string; readonly checkout: string | undefined }
}

/** Changes that belong into one commit; never two push branches in one. */
function groups(
  snapshot: Snapshot,
  changes: readonly Change[],
  { per, toPushBranch }: CommitChoice,
): readonly Group[] {
  const groups = new Map<string, Group>()
  for (const change of changes) {
    const [automation] = automationsOf(snapshot, [change])
    const known = toPushBranch && automation ? pushBranch(snapshot, automation) : undefined
    const isWanted = toPushBranch !== 'named' || Boolean(automation?.resource.pushBranch)
    const push = known?.state === 'known' && isWanted ? known : undefined
    const unit =
      per === 'policy'
        ? subjectOf(change)
        : per === 'automation' && automation
          ? `${automation.namespace}:${automation.resource.name}`
          : per === 'environment'
            ? (environmentAt(snapshot, change.path)?.name ?? '')
            : ''
    const key = JSON.stringify([push?.branch ?? '', unit])
    const group = groups.get(key)
    groups.set(key, {
      changes: [...(group?.changes ?? []), change],
      automations: [...new Set([...(group?.automations ?? []), ...(automation ? [automation] : [])])],
      ...(push ? { push: group?.push ?? push } : {}),
    })
  }
  return [...groups.values()]
}

function onlyAuthor(automations: readonly Placed<ImageUpdateAutomation>[]) {
  const authors = automations.map(({ resource }) => resource.author)
  const [first] = authors
  return authors.every(author => author?.email === first?.email && author?.name === first?.name)
    ? first
    : undefined
}
