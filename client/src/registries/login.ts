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
  const title = `Log in to ${host}`
  const username = await input({
    title,
    prompt: 'User name. For an identity token: <token>',
    ignoreFocusOut: true,
  })
  if (username === undefined) return
  const password = await input({
    title,
    prompt: `Password or access token of ${username || 'no user name'}. The editor keeps it in its secret storage, and Fluxmark sends it to ${host} alone.`,
    password: true,
    ignoreFocusOut: true,
  })
  if (!password) return
  await logins.set(host, { username, password })
  await verify(logins, ask, host)
}

/** Keeps a token for pull requests at a host; false where the user thinks better of it. */
export async function enterForgeToken(logins: Logins, host: string): Promise<boolean> {
  const token = await input({
    title: `Token for pull requests at ${host}`,
    prompt: `The editor keeps it in its secret storage, and Fluxmark sends it to ${host} alone. Log Out of a Registry… forgets it.`,
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
  const outcome = trial?.outcome
  if (outcome !== 'failed') {
    const words =
      outcome === undefined ? 'It is kept until a repository there is listed.' : `It lists ${image}.`
    say('information', `Logged in to ${host}. ${words}`)
    return
  }
  const remove = 'Remove It'
  const choice = await askUser(
    'warning',
    `This login does not list ${image}: ${trial?.failure?.message} (${trial?.failure?.code})`,
    {},
    remove,
    'Keep It',
  )
  if (choice === remove) await logins.remove(host)
}

/** Takes a login from the editor. */
export async function logOut(logins: Logins): Promise<void> {
  const hosts = logins.hosts()
  if (hosts.length === 0) {
    say(
      'information',
      'The editor keeps no login for a registry. Those of docker and podman are not touched here.',
    )
    return
  }
  const picked = await pickOne(
    hosts.map(label => ({ label })),
    { title: 'Log out of a registry' },
  )
  const host = picked?.label
  if (host === undefined) return
  await logins.remove(host)
  say('information', `The editor’s login for ${host} is forgotten.`)
}

/** The hosts of the repositories that are open, those at the cursor first, and any other that is typed. */
async function pickHost(logins: Logins, ask: AskServer): Promise<string | undefined> {
  const known = new Set(logins.hosts())
  const hosts = new Map((await openRepositories(ask)).map(({ host, image }) => [host, image]))
  const items = [...hosts].map(
    ([host, image]): Row => ({
      label: host,
      description: `${image}${known.has(host) ? ', logged in' : ''}`,
    }),
  )
  const other: Row = { label: 'Another registry…' }
  const choice =
    items.length === 0 ? other : await pickOne([...items, other], { title: 'Log in to a registry' })
  if (choice !== other) return choice?.label
  const typed = await input({
    title: 'Log in to a registry',
    prompt: 'Host, with its port if it has one',
    placeHolder: 'registry.example.com:5000',
    ignoreFocusOut: true,
    validateInput: text => (registryHost(text) === undefined ? 'This is no host.' : undefined),
  })
  return typed === undefined ? undefined : registryHost(typed)
}
