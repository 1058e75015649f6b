import { type Change, subjectOf } from '../automation/changes.ts'
import { pushBranch } from '../automation/push-branch.ts'
import { tagIn } from '../markers/tag-in.ts'
import { environmentAt } from '../project/environments.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImageUpdateAutomation } from '../resources/resources.ts'
import { stepKind } from '../selection/step.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import { automationsOf } from './commit-message.ts'

/** What a pull request of its own is made for. */
export type RequestUnit = 'policy' | 'automation' | 'environment' | 'all'

/** The changes of one pull request. */
export interface RequestGroup {
  /** What they have in common, as people call it: `apps:web`, `production`; empty for all. */
  readonly name: string
  /** The request's own branch. */
  readonly branch: string
  /** What it is to be merged into. */
  readonly base: string
  /** Whether these are steps to another major version. */
  readonly isMajor: boolean
  readonly changes: readonly Change[]
  /** The only automation that makes all of them. */
  readonly automation?: Placed<ImageUpdateAutomation>
}

/**
 * Changes as the pull requests that bring them: one a unit, and one more for those of its values that step to another
 * major version. A branch's name follows from what the request is for, so that the next run finds it again; it names
 * the base where that is not the `standard` one.
 */
export function requestGroups(
  snapshot: Snapshot,
  changes: readonly Change[],
  per: RequestUnit,
  prefix: string,
  standard: string,
): readonly RequestGroup[] {
  const major = new Set(changes.filter(isMajor).map(together))
  const groups = new Map<string, RequestGroup>()
  for (const change of changes) {
    const [automation] = automationsOf(snapshot, [change])
    const base = requestBase(snapshot, change, standard)
    const unit = unitOf(snapshot, change, automation, per)
    const isMajorStep = major.has(together(change))
    const onto = base === standard ? '' : `-onto-${slug(base)}`
    const key = `${folderOf(per, prefix, isMajorStep)}${unit === '' ? '' : `/${slug(unit)}`}${onto}`
    const group = groups.get(key)
    const only = group === undefined ? automation : sameOne(group.automation, automation)
    groups.set(key, {
      name: unit,
      branch: key,
      isMajor: isMajorStep,
      changes: [...(group?.changes ?? []), change],
      base,
      ...(only === undefined ? {} : { automation: only }),
    })
  }
  return [...groups.values()]
}

/** The branch that a change is to be merged into: what its automation checks out. */
export function requestBase(snapshot: Snapshot, change: Change, standard: string): string {
  const [automation] = automationsOf(snapshot, [change])
  const push = automation ? pushBranch(snapshot, automation) : undefined
  return (push?.state === 'known' ? push.checkout : undefined) ?? standard
}

/** Whether a branch is one that such requests are made from. */
export function isRequestBranch(branch: string, per: RequestUnit, prefix: string): boolean {
  return [false, true].some(isMajorStep => {
    const folder = folderOf(per, prefix, isMajorStep)
    return branch === folder || branch.startsWith(`${folder}/`) || branch.startsWith(`${folder}-onto-`)
  })
}

function folderOf(per: RequestUnit, prefix: string, isMajorStep: boolean): string {
  return `${prefix}${per}${isMajorStep ? '-major' : ''}`
}

function unitOf(
  snapshot: Snapshot,
  change: Change,
  automation: Placed<ImageUpdateAutomation> | undefined,
  per: RequestUnit,
): string {
  if (per === 'policy') return subjectOf(change)
  if (per === 'automation') return automation ? `${automation.namespace}:${automation.resource.name}` : 'none'
  return per === 'environment' ? (environmentAt(snapshot, change.path)?.name ?? 'none') : ''
}

/** A name as a part of a branch's (git-check-ref-format(1)). */
function slug(name: string): string {
  return name
    .replaceAll(':', '/')
    .split('/')
    .map(part => part.replaceAll(/[^\w.-]+|\.\.+|^[.-]+|\.(?:lock)?$/g, '-') || '-')
    .join('/')
}

function sameOne<T>(a: T | undefined, b: T | undefined): T | undefined {
  return a === b ? a : undefined
}

/** Values of one policy in one file belong to one request: a digest goes with its tag. */
function together(change: Change): string {
  return `${subjectOf(change)} ${change.path}`
}

function isMajor({ setter, oldValue, newValue }: Change): boolean {
  if (setter?.part !== 'tag' && setter?.part !== 'image') return false
  const tagOf = (value: string) => (setter.part === 'tag' ? value : tagIn(value))
  const [from, to] = [tagOf(oldValue), tagOf(newValue)]
  return from !== undefined && to !== undefined && stepKind(from, to) === 'major'
}
