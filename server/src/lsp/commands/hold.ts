import type { Connection } from 'vscode-languageserver'
import { heldAutomation } from '../../flux/hold/held.ts'
import { heldWords } from '../../flux/hold/held-words.ts'
import type { HoldOccasion, HoldPlan } from '../../flux/hold/hold.ts'
import { automationsNamed, planFreeze } from '../../flux/hold/plan-freeze.ts'
import { planRelease } from '../../flux/hold/plan-release.ts'
import { type HoldRefusal, isRefusal, refusal } from '../../flux/hold/refusal.ts'
import type { PolicyRef } from '../../flux/markers/setter.ts'
import { policies, type Snapshot } from '../../flux/workspace/snapshot.ts'
import { toEdits } from '../../ide/fixes/difference.ts'
import { type HoldJson, holdJson } from '../../ide/hold-json.ts'
import { forMessage } from '../../text/foreign.ts'
import { planPolicyHold } from '../../work/hold.ts'
import { textChanged } from '../convert.ts'
import { currentEdit } from '../features/current-edit.ts'
import { ask } from '../messages.ts'
import type { HoldAnswer, HoldArgument } from '../protocol.ts'
import type { Workspaces } from '../workspaces.ts'
import type { Opened } from './bumps.ts'

type Verb = 'hold' | 'release'

/**
 * `fluxmark.hold` and `fluxmark.release`: the edits as one step. Where others are reached by it, or a Kustomization would
 * fail, the user is asked first; null where the user breaks off.
 */
export async function hold(
  connection: Connection,
  workspaces: Workspaces,
  verb: Verb,
  argument: HoldArgument,
): Promise<HoldAnswer | null> {
  const folders = foldersOf(workspaces, argument)
  if (folders.length === 0)
    return { refused: `${argument.policy ?? argument.automation ?? ''} is not in a folder that is open.` }
  const plans: Planned[] = []
  for (const folder of folders) {
    const plan = await planned(workspaces, folder, verb, argument)
    if (isRefusal(plan)) return { refused: plan.reason }
    plans.push({ folder, snapshot: folder.session.snapshot, plan })
  }
  const notes = plans.flatMap(({ plan }) => (mustAsk(plan) ? plan.notes : []))
  const yes = { title: 'Hold All the Same' }
  if (notes.length > 0 && (await ask(connection, notes.join(' '), yes)) === undefined) return null
  const edits = await Promise.all(
    plans.map(({ folder, snapshot, plan }) =>
      currentEdit(workspaces, folder, snapshot, toEdits(snapshot, plan.texts)),
    ),
  )
  if (edits.includes(undefined)) return { refused: textChanged }
  const documentChanges = edits.flatMap(one => one?.documentChanges ?? [])
  const names = plans.flatMap(({ plan }) => plan.held.map(({ target }) => target))
  const label = forMessage(`${verb === 'hold' ? 'Hold' : 'Release'} ${names.join(', ')}`)
  if (documentChanges.length > 0) {
    const { applied } = await connection.workspace.applyEdit({ label, edit: { documentChanges } })
    if (!applied) return { refused: textChanged }
  }
  return together(plans.map(({ snapshot, plan }) => holdJson(snapshot, verb, plan)))
}

interface Planned {
  readonly folder: Opened
  readonly snapshot: Snapshot
  readonly plan: HoldPlan
}

/** The answers of several folders as one. */
function together(all: readonly HoldJson[]): HoldJson {
  const released = all.flatMap(one => one.released ?? [])
  return {
    edits: all.flatMap(({ edits }) => edits),
    held: all.flatMap(({ held }) => held),
    ...(all.some(one => one.released) ? { released } : {}),
    affects: all.flatMap(({ affects }) => affects),
    notes: all.flatMap(({ notes }) => notes),
  }
}

/** What was done, or not, in a sentence. */
export function holdText(answer: HoldAnswer): { readonly text: string; readonly isFailure: boolean } {
  if ('refused' in answer) return { text: answer.refused, isFailure: true }
  const { held, released = [], affects, notes, edits } = answer
  const what = [
    ...held.map(one => `${one.target} ${wordsOf(one)}`),
    ...released.map(({ target }) => `${target} is released`),
  ]
  // What was asked about before need not be said again.
  const rest = affects.length > 0 ? [] : notes
  const nothing = edits.length === 0 && what.length === 0 ? ['Nothing was changed'] : []
  return { text: [`${[...what, ...nothing].join(', ')}.`, ...rest].join(' '), isFailure: false }
}

function wordsOf({ by, at, since, reason }: Extract<HoldAnswer, { held: unknown }>['held'][number]): string {
  return heldWords({
    target: '',
    kind: by === 'suspend' ? 'automation' : 'policy',
    by,
    since,
    ...(at === null ? {} : { at }),
    ...(reason === '' ? {} : { reason }),
  })
}

function mustAsk({ affects, held, notes }: HoldPlan): boolean {
  return notes.length > 0 && (affects.length > 0 || held.some(({ by }) => by === 'suspend'))
}

async function planned(
  workspaces: Workspaces,
  folder: Opened,
  verb: Verb,
  { policy, automation, at, by = 'range', reason }: HoldArgument,
): Promise<HoldPlan | HoldRefusal> {
  const { session } = folder
  const occasion: HoldOccasion = {
    since: new Date(workspaces.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
    ...(reason ? { reason } : {}),
  }
  if (policy !== undefined) {
    if (verb === 'release') return planRelease(session.snapshot, 'policy', [policy])
    const ref = refOf(policy)
    await workspaces.settle(folder, () => [ref])
    return planPolicyHold(folder, { ref, by, ...(at === undefined ? {} : { at }) }, occasion)
  }
  const { snapshot } = session
  const names = automationsNamed(snapshot, automation ?? '')
  if (names.length === 0) return refusal('usage', `There is no ImageUpdateAutomation ${automation ?? ''}.`)
  if (verb === 'hold') return planFreeze(snapshot, names, occasion)
  const held = names.filter(name => heldAutomation(snapshot, name).length > 0)
  return planRelease(snapshot, 'automation', held.length > 0 ? held : names)
}

/** The folder of a policy, the folders of automations. */
function foldersOf(workspaces: Workspaces, { policy, automation }: HoldArgument): readonly Opened[] {
  const isIn = ({ session: { snapshot } }: Opened) =>
    policy === undefined
      ? automation !== undefined && automationsNamed(snapshot, automation).length > 0
      : policies(snapshot, refOf(policy)).length > 0
  const found = workspaces.all().filter(isIn)
  return policy === undefined ? found : found.slice(0, 1)
}

function refOf(policy: string): PolicyRef {
  const [namespace = '', name = ''] = policy.split(':')
  return { namespace, name }
}
