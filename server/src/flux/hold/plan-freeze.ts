import { textAt } from '../../kustomize/values/value.ts'
import { waitingForSuspended } from '../chain/waiting.ts'
import { formatPolicyRef } from '../markers/setter.ts'
import { type Snapshot, withFiles } from '../workspace/snapshot.ts'
import { freezeChanges } from './freeze.ts'
import type { Held, HoldOccasion, HoldPlan } from './hold.ts'
import { type HoldRefusal, isRefusal, refusal } from './refusal.ts'
import type { HoldEdit } from './remember.ts'
import { writeHold } from './write-hold.ts'

/** What suspends automations, named as `namespace:name`, each remembered in its manifest. Those that are suspended already are told. */
export function planFreeze(
  snapshot: Snapshot,
  names: readonly string[],
  occasion: HoldOccasion,
): HoldPlan | HoldRefusal {
  let current = snapshot
  const texts = new Map<string, string>()
  const edits: HoldEdit[] = []
  const held: Held[] = []
  const notes: string[] = []
  for (const name of fromBelow(snapshot, names)) {
    const forms = current.index.automations.get(name) ?? []
    if (forms.length === 0)
      return refusal('usage', `there is no ImageUpdateAutomation ${name}; here are ${known(snapshot)}`)
    const changes = freezeChanges(current, forms)
    if (isRefusal(changes)) return changes
    if (changes.length === 0) {
      notes.push(`ImageUpdateAutomation ${name} is suspended already.`)
      continue
    }
    const hold = { target: name, kind: 'automation' as const, by: 'suspend' as const, ...occasion }
    const written = writeHold(current, changes, hold)
    if (isRefusal(written)) return written
    const after = withFiles(current, written.texts)
    const isFrozen = after.index.automations.get(name)?.every(({ resource }) => resource.suspend)
    if (isFrozen !== true)
      return refusal('state', `ImageUpdateAutomation ${name} would run all the same. Change it by hand.`)
    held.push(hold)
    for (const [path, text] of written.texts) texts.set(path, text)
    edits.push(...written.edits)
    current = after
  }
  return { texts, edits: inPlace(edits), held, affects: [], notes: [...notes, ...waits(snapshot, current)] }
}

/** The automations that a pattern names: `namespace:name`, `namespace:*`, or `*` for all. */
export function automationsNamed({ index }: Snapshot, pattern: string): readonly string[] {
  const names = [...index.automations.keys()]
  if (pattern === '*') return names
  return pattern.endsWith(':*')
    ? names.filter(name => name.startsWith(pattern.slice(0, -1)))
    : names.filter(name => name === pattern)
}

function inPlace(edits: readonly HoldEdit[]): readonly HoldEdit[] {
  return edits.toSorted((a, b) => (a.path === b.path ? a.offset - b.offset : a.path < b.path ? -1 : 1))
}

/** Those that stand further down in a file first: then no edit moves the place of another. */
function fromBelow({ index }: Snapshot, names: readonly string[]): readonly string[] {
  const place = (name: string) => index.automations.get(name)?.[0]?.resource.span[0] ?? 0
  return names.toSorted((a, b) => place(b) - place(a))
}

function known({ index }: Snapshot): string {
  return [...index.automations.keys()].sort().join(', ') || 'none'
}

/** A Kustomization that waits fails on what is suspended: better said before. */
function waits(before: Snapshot, after: Snapshot): readonly string[] {
  const old = new Set(before.recall(waitingForSuspended).flatMap(namesOf))
  return after.recall(waitingForSuspended).flatMap(waiting => {
    const news = namesOf(waiting).filter(name => !old.has(name))
    if (news.length === 0) return []
    const { kustomization } = waiting
    return [
      `Kustomization ${kustomization.name} has wait: true and applies ${waiting.suspended.map(({ name }) => name).join(', ')}: it fails while that is suspended. Have it list healthChecks in place of wait, or hold the policies instead, by fluxmark hold.`,
    ]
  })
}

function namesOf({
  kustomization,
  suspended,
}: ReturnType<typeof waitingForSuspended>[number]): readonly string[] {
  return suspended.map(
    ({ body, name }) =>
      `${kustomization.name} ${formatPolicyRef({ namespace: textAt(body, 'metadata', 'namespace'), name })}`,
  )
}
