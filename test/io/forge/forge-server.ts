import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gitBackend } from '../git/repositories/git-server.ts'

/** A request as a forge's server saw it. */
export interface Seen {
  readonly method: string
  /** With the query. */
  readonly path: string
  readonly authorization: string
  // biome-ignore lint/suspicious/noExplicitAny: what was sent
  readonly body: any
}

/** What a server answers instead of what it would. */
export interface Reply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

export interface Pull {
  number: number
  branch: string
  base: string
  title: string
  body: string
  state: 'open' | 'closed' | 'merged'
  labels: (string | number)[]
  reviewers: (string | number)[]
}

export interface ForgeServer {
  /** `127.0.0.1:PORT`. */
  readonly host: string
  /** The remote's address of the one repository, `acme/fleet`. */
  readonly url: string
  readonly seen: readonly Seen[]
  readonly pulls: Pull[]
  /** Set it to have a request answered otherwise. */
  quirk: ((seen: Seen) => Reply | undefined) | undefined
  /** Set it to have a request of Git's (its path with the query) cut off. */
  dropGit: ((path: string) => boolean) | undefined
  close(): Promise<void>
}

export type Kind = 'github' | 'gitlab' | 'gitea'

/** The token that these servers take. */
export const TOKEN = 'a-token-that-is-secret'

/**
 * A forge with one repository, `acme/fleet`, that answers as the forge's manual says: statuses, names of fields, errors.
 * `repositories` is a folder of bare ones, that Git is served from, to anybody. Its users are ada and bob, its labels `deps` and `flux`; GitHub makes labels that are not there.
 */
export async function startForge(kind: Kind, repositories?: string): Promise<ForgeServer> {
  const seen: Seen[] = []
  const pulls: Pull[] = []
  const server = createServer(async (request, response) => {
    if (repositories !== undefined && !request.url?.startsWith('/api/'))
      return forge.dropGit?.(request.url ?? '')
        ? void request.socket.destroy()
        : gitBackend(repositories, 'ada', request, response)
    const text = await textOf(request)
    const one: Seen = {
      method: request.method ?? '',
      path: request.url ?? '',
      authorization: request.headers.authorization ?? '',
      body: text === '' ? undefined : JSON.parse(text),
    }
    seen.push(one)
    const scheme = kind === 'gitea' ? 'token' : 'Bearer'
    const isIn = one.authorization === `${scheme} ${TOKEN}`
    const { status, headers, body } =
      forge.quirk?.(one) ??
      (isIn
        ? kinds[kind](one, pulls, `http://${forge.host}`)
        : { status: 401, body: { message: 'Bad credentials' } })
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const forge: ForgeServer = {
    host,
    url: `http://${host}/acme/fleet.git`,
    seen,
    pulls,
    quirk: undefined,
    dropGit: undefined,
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return forge
}

const NOT_FOUND: Reply = { status: 404, body: { message: 'Not Found' } }

type Answer = (seen: Seen, pulls: Pull[], site: string) => Reply

const kinds: Readonly<Record<Kind, Answer>> = { github, gitlab, gitea }

function github({ method, path, body }: Seen, pulls: Pull[], site: string): Reply {
  const { pathname, searchParams } = new URL(path, site)
  const shown = ({ number, branch, base, title, body, state }: Pull) => ({
    number,
    html_url: `${site}/acme/fleet/pull/${number}`,
    state: state === 'open' ? 'open' : 'closed',
    merged_at: state === 'merged' ? '2026-01-01T00:00:00Z' : null,
    title,
    body,
    head: { ref: branch, user: { login: 'acme' } },
    base: { ref: base },
  })
  const [, rest] = /^\/api\/v3\/repos\/acme\/fleet(.*)$/.exec(pathname) ?? []
  if (rest === undefined) return NOT_FOUND
  if (rest === '') return { status: 200, body: { default_branch: 'main' } }
  if (rest === '/pulls' && method === 'GET') {
    const head = searchParams.get('head') ?? ''
    const isAll = searchParams.get('state') === 'all'
    return {
      status: 200,
      body: pulls
        .filter(one => head === `acme:${one.branch}` && (isAll || one.state === 'open'))
        .toReversed()
        .map(shown),
    }
  }
  if (rest === '/pulls' && method === 'POST') {
    if (pulls.some(one => one.branch === body.head && one.base === body.base && one.state === 'open'))
      return invalid(`A pull request already exists for acme:${body.head}.`)
    return { status: 201, body: shown(added(pulls, body.head, body.base, body.title, body.body)) }
  }
  const [, kind, id, what] = /^\/(pulls|issues)\/(\d+)(?:\/(\w+))?$/.exec(rest) ?? []
  const pull = pulls.find(({ number }) => number === Number(id))
  if (kind === undefined || pull === undefined) return NOT_FOUND
  if (what === 'labels') {
    pull.labels.push(...body.labels)
    return { status: 200, body: [] }
  }
  if (what === 'requested_reviewers') {
    const unknown = body.reviewers.find((name: string) => name !== 'ada' && name !== 'bob')
    if (unknown)
      return { status: 422, body: { message: 'Reviews may only be requested from collaborators.' } }
    pull.reviewers.push(...body.reviewers, ...body.team_reviewers)
    return { status: 201, body: shown(pull) }
  }
  Object.assign(pull, body)
  return { status: 200, body: shown(pull) }
}

function invalid(message: string): Reply {
  const errors = [{ resource: 'PullRequest', code: 'custom', message }]
  return { status: 422, body: { message: 'Validation Failed', errors, documentation_url: 'https://docs' } }
}

function gitlab({ method, path, body }: Seen, pulls: Pull[], site: string): Reply {
  const { pathname, searchParams } = new URL(path, site)
  const shown = ({ number, branch, base, title, body, state }: Pull) => ({
    id: 1000 + number,
    iid: number,
    web_url: `${site}/acme/fleet/-/merge_requests/${number}`,
    state: state === 'open' ? 'opened' : state,
    title,
    description: body,
    source_branch: branch,
    target_branch: base,
    source_project_id: 7,
    target_project_id: 7,
  })
  if (pathname === '/api/v4/users') {
    const ids: Record<string, number> = { ada: 11, bob: 12 }
    const id = ids[searchParams.get('username') ?? '']
    return { status: 200, body: id === undefined ? [] : [{ id }] }
  }
  const [, rest] = /^\/api\/v4\/projects\/acme%2Ffleet(.*)$/.exec(pathname) ?? []
  if (rest === undefined) return { status: 404, body: { message: '404 Project Not Found' } }
  if (rest === '') return { status: 200, body: { default_branch: 'main' } }
  if (rest === '/merge_requests' && method === 'GET') {
    const isAll = searchParams.get('state') === 'all'
    const branch = searchParams.get('source_branch')
    return {
      status: 200,
      body: pulls
        .filter(one => one.branch === branch && (isAll || one.state === 'open'))
        .toReversed()
        .map(shown),
    }
  }
  if (rest === '/merge_requests' && method === 'POST') {
    const there = pulls.find(one => one.branch === body.source_branch && one.state === 'open')
    if (there)
      return {
        status: 409,
        body: {
          message: [`Another open merge request already exists for this source branch: !${there.number}`],
        },
      }
    const made = added(pulls, body.source_branch, body.target_branch, body.title, body.description)
    return { status: 201, body: shown(made) }
  }
  const [, id] = /^\/merge_requests\/(\d+)$/.exec(rest) ?? []
  const pull = pulls.find(({ number }) => number === Number(id))
  if (pull === undefined) return { status: 404, body: { message: '404 Not found' } }
  const { title, description, add_labels, reviewer_ids, state_event } = body
  if (title !== undefined) pull.title = title
  if (description !== undefined) pull.body = description
  if (add_labels !== undefined) pull.labels.push(...add_labels.split(','))
  if (reviewer_ids !== undefined) pull.reviewers = reviewer_ids
  if (state_event === 'close') pull.state = 'closed'
  return { status: 200, body: shown(pull) }
}

function gitea({ method, path, body }: Seen, pulls: Pull[], site: string): Reply {
  const { pathname, searchParams } = new URL(path, site)
  const repo = { full_name: 'acme/fleet' }
  const shown = ({ number, branch, base, title, body, state }: Pull) => ({
    number,
    html_url: `${site}/acme/fleet/pulls/${number}`,
    state: state === 'open' ? 'open' : 'closed',
    merged: state === 'merged',
    title,
    body,
    head: { ref: branch, repo },
    base: { ref: base, repo },
  })
  if (pathname === '/api/v1/orgs/acme/labels') return { status: 200, body: [{ id: 22, name: 'flux' }] }
  const [, rest] = /^\/api\/v1\/repos\/acme\/fleet(.*)$/.exec(pathname) ?? []
  if (rest === undefined) return NOT_FOUND
  if (rest === '') return { status: 200, body: { default_branch: 'main' } }
  if (rest === '/labels') return { status: 200, body: [{ id: 21, name: 'deps' }] }
  if (rest === '/pulls' && method === 'GET') {
    const isAll = searchParams.get('state') === 'all'
    // A server gives at most as many as it is set to.
    const page = Number(searchParams.get('page') ?? 1)
    const all = pulls.filter(one => isAll || one.state === 'open').toReversed()
    return { status: 200, body: all.slice((page - 1) * 2, page * 2).map(shown) }
  }
  if (rest === '/pulls' && method === 'POST') {
    if (pulls.some(one => one.branch === body.head && one.base === body.base && one.state === 'open'))
      return { status: 409, body: { message: 'pull request already exists for these targets [id: 5]' } }
    return { status: 201, body: shown(added(pulls, body.head, body.base, body.title, body.body)) }
  }
  const [, kind, id, what] = /^\/(pulls|issues)\/(\d+)(?:\/(\w+))?$/.exec(rest) ?? []
  const pull = pulls.find(({ number }) => number === Number(id))
  if (kind === undefined || pull === undefined) return NOT_FOUND
  if (what === 'labels') {
    pull.labels.push(...body.labels)
    return { status: 200, body: [] }
  }
  if (what === 'requested_reviewers') {
    const unknown = body.reviewers.find((name: string) => name !== 'ada' && name !== 'bob')
    if (unknown) return { status: 404, body: { message: 'user does not exist [name: carol]' } }
    pull.reviewers.push(...body.reviewers, ...body.team_reviewers)
    return { status: 201, body: [] }
  }
  Object.assign(pull, body)
  return { status: 201, body: shown(pull) }
}

function added(pulls: Pull[], branch: string, base: string, title: string, body: string): Pull {
  const number = pulls.length + 1
  const pull: Pull = { number, branch, base, title, body, state: 'open', labels: [], reviewers: [] }
  pulls.push(pull)
  return pull
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
