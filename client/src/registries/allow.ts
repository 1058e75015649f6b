import { l10n } from 'vscode'
import { ask as askUser, say } from '../sinks/messages.ts'
import { pickMany } from '../sinks/picks.ts'
import type { Consents } from './consent.ts'
import type { AskServer } from './pick-repository.ts'

/** Lets registries be asked that wait for the user: the one that a row names, or those that the user picks of `waiting`. */
export async function allowHosts(
  ask: AskServer,
  consents: Pick<Consents, 'allow'>,
  waiting: readonly string[],
  given?: string,
): Promise<void> {
  const hosts = given === undefined ? await choose(waiting) : [given]
  for (const host of hosts) {
    await consents.allow(host)
    await ask('fluxmark.allowHost', { host })
  }
}

async function choose(waiting: readonly string[]): Promise<readonly string[]> {
  const [only, ...others] = waiting
  if (only === undefined) {
    say('information', l10n.t('No registry waits for your consent.'))
    return []
  }
  if (others.length === 0) {
    const allow = l10n.t('Allow {0}', only)
    const text = l10n.t('May Fluxmark ask {0} for tags?', only)
    const detail = l10n.t(
      'It lists the tags of the images that this workspace names. The answer is kept for this workspace.',
    )
    return (await askUser('information', text, { modal: true, detail }, allow)) === allow ? [only] : []
  }
  const rows = waiting.map(label => ({ label, picked: true }))
  const picked = await pickMany(rows, {
    title: l10n.t('Allow registries'),
    placeHolder: l10n.t('Which of them may Fluxmark ask for the tags of this workspace’s images?'),
  })
  return picked?.map(({ label }) => label) ?? []
}
