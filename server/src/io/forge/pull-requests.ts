import type { Forge } from '../../flux/commit/forge.ts'
import { failure } from '../../flux/failure.ts'
import type { Clock, FoundPullRequest, PullRequestDraft, PullRequests } from '../../ports.ts'
import type { Transport } from '../network/transport.ts'
import { addressClass } from '../registry/contact/address.ts'
import { createExchange, createSharedLimits, type Wait } from '../registry/contact/exchange.ts'
import { isOurs, withBlock } from './body-block.ts'
import type { ForgeApi } from './forge-api.ts'
import { giteaApi } from './gitea.ts'
import { githubApi } from './github.ts'
import { gitlabApi } from './gitlab.ts'
import { type ForgePlace, forgePlace } from './place.ts'
import { talkTo } from './talk.ts'
import type { ForgeToken, TokenSource } from './token.ts'

export interface PullRequestsOptions {
  /** Whether requests may leave at all. Asked before each. */
  readonly isOnline: () => boolean
  /** Whether a host may be contacted, with the token of its user. */
  readonly allows: (host: string) => Promise<boolean>
  /** What serves hosts of one's own. */
  readonly forges: () => Readonly<Record<string, Forge>>
  /** In the order in which they are asked. */
  readonly tokens: readonly TokenSource[]
  readonly transport: Transport
  readonly clock: Clock
  readonly wait: Wait
  /** A number in [0, 1). */
  readonly random: () => number
}

/** Pull requests at GitHub, GitLab, Gitea and Forgejo. What it remembers, which host wants to be left alone, dies with it. */
export function createPullRequests(options: PullRequestsOptions): PullRequests {
  const { clock } = options
  const exchange = createExchange({ ...options, sharedLimits: createSharedLimits() })

  /** Nothing leaves before this has passed. */
  async function open(url: string, signal: AbortSignal): Promise<ForgeApi> {
    if (signal.aborted) throw failure('E_CANCELLED', 'Cancelled.')
    if (!options.isOnline()) throw failure('E_OFFLINE', 'Requests are switched off.')
    const place = forgePlace(url, options.forges())
    if (place === undefined) throw unknownForge()
    refusePlain(place)
    if (!(await options.allows(place.host)))
      throw failure('E_HOST_NOT_APPROVED', `${place.host} has not been approved for pull requests.`)
    const token = await tokenFor(place, signal)
    return apis[place.forge](talkTo({ place, token, exchange, now: clock.now, signal }), place)
  }

  async function tokenFor({ forge, host }: ForgePlace, signal: AbortSignal): Promise<ForgeToken> {
    const hints: string[] = []
    for (const source of options.tokens) {
      const { found, hint } = await source.find({ forge, host }, signal)
      // A line break would end the header that it goes into.
      if (found && /^[\x21-\x7e]+$/.test(found.token.trim())) return { ...found, token: found.token.trim() }
      if (found) hints.push(`${found.source} holds characters that no token has`)
      if (hint !== undefined) hints.push(hint)
    }
    const why = hints.length > 0 ? ` (${hints.join('; ')})` : ''
    throw failure('E_FORGE_TOKEN', `There is no token for ${host}${why}. ${remedies[forge]}`)
  }

  async function update(api: ForgeApi, found: FoundPullRequest, draft: PullRequestDraft) {
    const { title, body, labels } = draft
    // Of a request that somebody opened by hand the title stays.
    await api.update(found.number, {
      ...(isOurs(found.body) ? { title: title.slice(0, TITLE) } : {}),
      body: withBlock(found.body, body),
    })
    const notes = labels.length > 0 ? await api.label(found.number, labels) : []
    return { url: webPage(found), number: found.number, created: false, notes }
  }

  return {
    serves: url => forgePlace(url, options.forges()) !== undefined,
    async defaultBranch(url, signal) {
      const api = await open(url, signal)
      const branch = await api.defaultBranch()
      if (branch !== '') return branch
      throw failure('E_SHAPE', 'The forge names no default branch: the repository there is empty.')
    },
    async find({ url, branch }, signal) {
      return (await open(url, signal)).find(branch, false)
    },
    async open(draft, signal) {
      const { branch, base, title, body, labels, reviewers } = draft
      if (branch === base)
        throw failure(
          'E_FORGE_BASE',
          `A pull request needs a branch of its own; ${branch} is the one to merge into.`,
        )
      const api = await open(draft.url, signal)
      const there = await api.find(branch, true)
      if (there) return update(api, there, draft)
      const made = await api.create({ ...draft, title: title.slice(0, TITLE), body: withBlock('', body) })
      if (made === 'exists') {
        // Somebody was quicker, or an attempt that seemed lost was not.
        const other = await api.find(branch, true)
        if (other) return update(api, other, draft)
        throw failure(
          'E_FORGE_REFUSED',
          `The forge says that ${branch} has an open request, and does not show it.`,
        )
      }
      const notes = [
        ...(labels.length > 0 ? await api.label(made.number, labels) : []),
        ...(reviewers.length > 0 ? await api.review(made.number, reviewers) : []),
      ]
      return { url: webPage(made), number: made.number, created: true, notes }
    },
    async close({ url }, number, signal) {
      await (await open(url, signal)).close(number)
    },
  }
}

const apis = { github: githubApi, gitlab: gitlabApi, gitea: giteaApi } as const

/** What every forge takes. */
const TITLE = 250

const remedies: Readonly<Record<ForgePlace['forge'], string>> = {
  github:
    'Set GITHUB_TOKEN or GH_TOKEN to a token that may write pull requests, or log in to GitHub in the editor.',
  gitlab: 'Set GITLAB_TOKEN to a token with the scope api.',
  gitea: 'Set GITEA_TOKEN or FORGEJO_TOKEN to a token with the scopes write:repository and write:issue.',
}

function unknownForge(): Error {
  return failure(
    'E_FORGE_UNKNOWN',
    'The forge of this remote is not known, or has no interface that is spoken here (GitHub, GitLab, Gitea, Forgejo are). What serves a host of your own is set in fluxmark.git.forges, or by --forge.',
  )
}

/** A token travels over plain HTTP only within this machine. */
function refusePlain({ api, host }: ForgePlace): void {
  const { protocol, hostname } = new URL(api)
  if (protocol === 'https:' || addressClass(hostname) === 'loopback') return
  throw failure(
    'E_PLAIN_LOGIN',
    `The remote at ${host} is reached over plain HTTP; no token is sent that way. Set an https address with git remote set-url.`,
  )
}

/** The page of a request, which a click may open: one of the web. */
function webPage({ url }: FoundPullRequest): string {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return new URL(url).href
  throw failure('E_SHAPE', 'The forge gave the pull request an address that is none of the web.')
}
