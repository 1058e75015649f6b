import { l10n } from 'vscode'
import type { TestAnswer } from '../../../server/src/lsp/protocol.ts'
import { ask as askUser, say } from '../sinks/messages.ts'
import { input, pickOne, type Row } from '../sinks/picks.ts'
import type { Logins } from './logins.ts'
import { type AskServer, openRepositories } from './pick-repository.ts'
import { registryHost } from './registry-host.ts'

/** Gives the editor a login for a registry. `host` comes from the status item, which knows which registry wants one. */
export async function logIn(logins: Logins, ask: AskServer, given: unknown): Promise<void> {
  const host = typeof given === 'string' ? registryHost(given) : await pickHost(logins, ask)
  if (host === undefined) return
  const title = l10n.t('Log in to {0}', host)
  const username = await input({
    title,
    prompt: l10n.t('User name. For an identity token: <token>'),
    ignoreFocusOut: true,
  })
  if (username === undefined) return
  const password = await input({
    title,
    prompt: l10n.t(
      'Password or access token of {0}. The editor keeps it in its secret storage, and Fluxmark sends it to {1} alone.',
      username || l10n.t('no user name'),
      host,
    ),
    password: true,
    ignoreFocusOut: true,
  })
  if (!password) return
  await logins.set(host, { username, password })
  // Whoever logs in wants it asked: a question about it is answered.
  await ask('fluxmark.allowHost', { host })
  await verify(logins, ask, host)
}

/** Keeps a token for pull requests at a host; false where the user thinks better of it. */
export async function enterForgeToken(logins: Logins, host: string): Promise<boolean> {
  const token = await input({
    title: l10n.t('Token for pull requests at {0}', host),
    prompt: l10n.t(
      'The editor keeps it in its secret storage, and Fluxmark sends it to {0} alone. Log Out of a Registry… forgets it.',
      host,
    ),
    password: true,
    ignoreFocusOut: true,
  })
  if (!token) return false
  await logins.setForgeToken(host, token.trim())
  return true
}

/** Says what the login is worth, where something here can tell. */
async function verify(logins: Logins, ask: AskServer, host: string): Promise<void> {
  const image = (await openRepositories(ask)).find(repository => repository.host === host)?.image
  const answer =
    image === undefined ? null : ((await ask('fluxmark.testRepository', { image })) as TestAnswer | null)
  // After nobody the editor's secret storage is asked first.
  const trial = answer && 'trials' in answer ? answer.trials[1] : undefined
  const { outcome, failure } = trial ?? {}
  if (outcome !== 'failed') {
    const words =
      outcome === undefined
        ? l10n.t('It is kept until a repository there is listed.')
        : l10n.t('It lists {0}.', image ?? '')
    say('information', l10n.t('Logged in to {0}. {1}', host, words))
    return
  }
  const remove = l10n.t('Remove It')
  const choice = await askUser(
    'warning',
    l10n.t(
      'This login does not list {0}: {1} ({2})',
      image ?? '',
      failure?.message ?? '',
      failure?.code ?? '',
    ),
    {},
    remove,
    l10n.t('Keep It'),
  )
  if (choice === remove) await logins.remove(host)
}

/** Takes a login from the editor. */
export async function logOut(logins: Logins): Promise<void> {
  const hosts = logins.hosts()
  if (hosts.length === 0) {
    say(
      'information',
      l10n.t('The editor keeps no login for a registry. Those of docker and podman are not touched here.'),
    )
    return
  }
  const picked = await pickOne(
    hosts.map(label => ({ label })),
    { title: l10n.t('Log out of a registry') },
  )
  const host = picked?.label
  if (host === undefined) return
  await logins.remove(host)
  say('information', l10n.t('The editor’s login for {0} is forgotten.', host))
}

/** The hosts of the repositories that are open, those at the cursor first, and any other that is typed. */
async function pickHost(logins: Logins, ask: AskServer): Promise<string | undefined> {
  const known = new Set(logins.hosts())
  const hosts = new Map((await openRepositories(ask)).map(({ host, image }) => [host, image]))
  const items = [...hosts].map(
    ([host, image]): Row => ({
      label: host,
      description: `${image}${known.has(host) ? l10n.t(', logged in') : ''}`,
    }),
  )
  const other: Row = { label: l10n.t('Another registry…') }
  const choice =
    items.length === 0 ? other : await pickOne([...items, other], { title: l10n.t('Log in to a registry') })
  if (choice !== other) return choice?.label
  const typed = await input({
    title: l10n.t('Log in to a registry'),
    prompt: l10n.t('Host, with its port if it has one'),
    placeHolder: 'registry.example.com:5000',
    ignoreFocusOut: true,
    validateInput: text => (registryHost(text) === undefined ? l10n.t('This is no host.') : undefined),
  })
  return typed === undefined ? undefined : registryHost(typed)
}
