import { l10n } from 'vscode'
import type {
  HoldArgument,
  HoldableAutomation,
  HoldablePolicy,
  HoldsAnswer,
} from '../../server/src/lsp/protocol.ts'
import type { AskServer } from './registries/pick-repository.ts'
import { say } from './sinks/messages.ts'
import { input, pickOne, type Row } from './sinks/picks.ts'
import { targetAtCursor } from './update-target.ts'
import { chooseTag } from './updates/pick-tag.ts'

/** What a row of the Updates view, or nothing, says of what is meant. */
export interface HoldTarget {
  readonly policy?: string
  readonly automation?: string
}

/** *Hold Image…*: which policy, at which tag, why. */
export async function holdImage(ask: AskServer, { policy }: HoldTarget): Promise<void> {
  const { policies } = await found(ask)
  const known = policies.find(one => one.policy === policy && one.held.some(({ by }) => by !== 'exclude'))
  if (known)
    return say('information', l10n.t('{0} {1}. Release it first.', known.policy, known.words.join(', ')))
  const free = policies.filter(one => one.held.every(({ by }) => by === 'exclude'))
  const chosen = await pickPolicy(
    free,
    l10n.t('Hold an image'),
    policy,
    l10n.t('No ImagePolicy here can be held.'),
  )
  const how = chosen && (await pickHow(ask, chosen))
  if (chosen && how) await heldFor(ask, { policy: chosen.policy, ...how })
}

/** *Release Image…*. */
export async function releaseImage(ask: AskServer, { policy }: HoldTarget): Promise<void> {
  const { policies } = await found(ask)
  const held = policies.filter(one => one.held.length > 0)
  const chosen = await pickPolicy(held, l10n.t('Release an image'), policy, l10n.t('No image is held.'))
  if (chosen) await ask('fluxmark.release', { policy: chosen.policy })
}

/** *Freeze Automation…*: one, those of a namespace, or all. */
export async function freezeAutomation(ask: AskServer, { automation }: HoldTarget): Promise<void> {
  const { automations } = await found(ask)
  const running = automations.filter(({ isSuspended }) => !isSuspended)
  const nothing = l10n.t('No ImageUpdateAutomation here could be frozen.')
  const chosen = await pickAutomation(running, l10n.t('Freeze an automation'), automation, nothing)
  if (chosen !== undefined) await heldFor(ask, { automation: chosen })
}

/** *Release Automation…*. */
export async function releaseAutomation(ask: AskServer, { automation }: HoldTarget): Promise<void> {
  const { automations } = await found(ask)
  const held = automations.filter(one => one.held.length > 0)
  const chosen = await pickAutomation(
    held,
    l10n.t('Release an automation'),
    automation,
    l10n.t('No automation is frozen.'),
  )
  if (chosen !== undefined) await ask('fluxmark.release', { automation: chosen })
}

/** Asks which automation is to be simulated. Undefined where there is none, or the user breaks off. */
export async function pickSimulation(ask: AskServer): Promise<HoldTarget | undefined> {
  const { automations } = await found(ask)
  if (automations.length === 0) say('information', l10n.t('No ImageUpdateAutomation is in the workspace.'))
  const rows = here(automations).map(({ automation, isHere }): Row & HoldTarget => ({
    label: automation,
    ...(isHere ? { description: l10n.t('at the cursor') } : {}),
    automation,
  }))
  return rows.length > 1 ? pickOne(rows, { title: l10n.t('Simulate an automation') }) : rows[0]
}

/** Asks why, and holds. Undefined where the user breaks off; no reason is one, too. */
export async function heldFor(ask: AskServer, argument: HoldArgument): Promise<unknown> {
  const reason = await input({
    title: argument.policy === undefined ? l10n.t('Freeze') : l10n.t('Hold'),
    prompt: l10n.t('Why? Everybody who reads the manifest sees it. May be empty.'),
    placeHolder: l10n.t('the login is broken in 1.3.0'),
  })
  return reason === undefined ? undefined : ask('fluxmark.hold', { ...argument, reason: reason.trim() })
}

async function found(ask: AskServer): Promise<HoldsAnswer> {
  const answer = (await ask('fluxmark.holds', targetAtCursor() ?? {})) as HoldsAnswer | null | undefined
  return answer ?? { policies: [], automations: [] }
}

async function pickPolicy(
  policies: readonly HoldablePolicy[],
  title: string,
  named: string | undefined,
  nothing: string,
): Promise<HoldablePolicy | undefined> {
  const only = policies.find(({ policy }) => policy === named)
  if (only) return only
  if (policies.length === 0) {
    say('information', nothing)
    return undefined
  }
  const rows = here(policies).map((one): Row & { readonly one: HoldablePolicy } => ({
    label: one.policy,
    description: `${one.image}${one.isHere ? l10n.t(', at the cursor') : ''}`,
    ...(one.words.length > 0 ? { detail: one.words.join(', ') } : {}),
    one,
  }))
  return (await pickOne(rows, { title, matchOnDescription: true }))?.one
}

type How = Pick<HoldArgument, 'at' | 'by'>

async function pickHow(
  ask: AskServer,
  { written, selected, policy, held, marker }: HoldablePolicy,
): Promise<How | undefined> {
  const stay = (held.length > 0 ? [] : written).map((at): Row & { readonly how: How } => ({
    label: l10n.t('Stay at {0}', at),
    description: l10n.t('written now'),
    how: { at, by: 'range' },
  }))
  const skip: readonly (Row & { readonly how: How })[] =
    selected === null
      ? []
      : [
          {
            label: l10n.t('Skip {0}', selected),
            description: l10n.t('selected now'),
            detail: l10n.t('The next release moves on'),
            how: { at: selected, by: 'exclude' },
          },
        ]
  const other: readonly (Row & { readonly how: How | undefined })[] =
    held.length > 0
      ? []
      : [
          {
            label: l10n.t('Go back to another tag…'),
            detail: l10n.t('Flux writes it itself, once the cluster has the policy'),
            how: undefined,
          },
        ]
  const picked = await pickOne([...stay, ...skip, ...other], { title: l10n.t('Hold {0}', policy) })
  if (picked === undefined || picked.how) return picked?.how
  const title = l10n.t('Hold {0}', policy)
  const at = marker
    ? await chooseTag(ask, marker, l10n.t('{0}: the tag to go back to, and to stay at', title))
    : await input({ title, prompt: l10n.t('The tag to go back to, and to stay at') })
  return at === undefined || at.trim() === '' ? undefined : { at: at.trim(), by: 'range' }
}

/** One automation, those of a namespace where there are several, or all. */
async function pickAutomation(
  automations: readonly HoldableAutomation[],
  title: string,
  named: string | undefined,
  nothing: string,
): Promise<string | undefined> {
  if (automations.some(({ automation }) => automation === named)) return named
  if (automations.length === 0) {
    say('information', nothing)
    return undefined
  }
  const namespaces = [...new Set(automations.map(({ automation }) => automation.split(':', 1)[0] ?? ''))]
  const rows: readonly (Row & { readonly value: string })[] = [
    ...here(automations).map(({ automation, words, isHere }) => ({
      label: automation,
      ...(isHere ? { description: l10n.t('at the cursor') } : {}),
      ...(words.length > 0 ? { detail: words.join(', ') } : {}),
      value: automation,
    })),
    ...(namespaces.length > 1
      ? namespaces.map(namespace => ({ label: l10n.t('All of {0}', namespace), value: `${namespace}:*` }))
      : []),
    ...(automations.length > 1 ? [{ label: l10n.t('All'), value: '*' }] : []),
  ]
  return (await pickOne(rows, { title }))?.value
}

/** What is at the cursor first. */
function here<T extends { readonly isHere: boolean }>(all: readonly T[]): readonly T[] {
  return [...all.filter(({ isHere }) => isHere), ...all.filter(({ isHere }) => !isHere)]
}
