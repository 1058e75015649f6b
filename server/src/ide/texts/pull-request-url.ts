import { type Forge, forgeOf, parseRemote, type Remote } from '../../flux/commit/forge.ts'

/** A branch that was pushed, and what the pull request is to say. */
export interface PullRequest {
  /** The remote's address, in any form that Git takes. */
  readonly url: string
  readonly branch: string
  /** Branch to merge into; the repository's default branch where absent. */
  readonly base?: string
  readonly title: string
  readonly body: string
}

/**
 * The address of the page that opens a pull or merge request, filled in. `forges` says what serves a host of one's
 * own; well-known hosts, and those that have the forge in their name, need no entry. Undefined where the forge is not
 * known, the address is a path on disk, or Azure DevOps is given no base, which its page needs.
 */
export function pullRequestUrl(
  request: PullRequest,
  forges: Readonly<Record<string, Forge>> = {},
): string | undefined {
  const remote = parseRemote(request.url)
  const forge = remote && forgeOf(remote, forges)
  return forge && pages[forge](remote, { ...request, body: request.body.slice(0, maxBody) })
}

/** Servers refuse addresses of more than about eight thousand characters. */
const maxBody = 3000

const pages: Readonly<Record<Forge, (remote: Remote, request: PullRequest) => string | undefined>> = {
  github: (remote, { branch, base, title, body }) =>
    `${site(remote)}/compare/${base === undefined ? '' : `${segment(base)}...`}${segment(branch)}?${query({ expand: '1', title, body })}`,
  gitlab: (remote, { branch, base, title, body }) =>
    `${site(remote)}/-/merge_requests/new?${query({
      'merge_request[source_branch]': branch,
      'merge_request[target_branch]': base,
      'merge_request[title]': title,
      'merge_request[description]': body,
    })}`,
  bitbucket: (remote, { branch, base, title, body }) =>
    `${site(remote)}/pull-requests/new?${query({ source: branch, dest: base, title, description: body })}`,
  'bitbucket-server': ({ path, ...remote }, { branch, base, title, body }) => {
    const [repository = '', project = ''] = [...path].reverse()
    const place = project.startsWith('~') ? `users/${project.slice(1)}` : `projects/${project}`
    return `${site({ ...remote, path: [...place.split('/'), 'repos', repository] })}/pull-requests?create&${query(
      {
        sourceBranch: branch,
        targetBranch: base,
        title,
        description: body,
      },
    )}`
  },
  azure: (remote, { branch, base, title, body }) =>
    base === undefined
      ? undefined
      : `${azureSite(remote)}/pullrequestcreate?${query({ sourceRef: branch, targetRef: base, title, description: body })}`,
  gitea: (remote, { branch, base, title, body }) =>
    `${site(remote)}/compare/${base === undefined ? '' : `${segment(base)}...`}${segment(branch)}?${query({ quick_pull: '1', title, body })}`,
  forgejo: (remote, request) => pages.gitea(remote, request),
}

function site({ scheme, host, path }: Remote): string {
  return `${scheme}://${host}/${path.map(part => encode(decoded(part))).join('/')}`
}

/** Azure's SSH address names organisation, project and repository only: `v3/ORG/PROJECT/REPO`. */
function azureSite(remote: Remote): string {
  const [version, organisation = '', project = '', repository = ''] = remote.path
  if (version !== 'v3') return site(remote)
  return site({ ...remote, host: 'dev.azure.com', path: [organisation, project, '_git', repository] })
}

/** A branch as a part of a path: its slashes stay. */
function segment(branch: string): string {
  return branch.split('/').map(encode).join('/')
}

function query(values: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${encode(name)}=${encode(value ?? '')}`)
    .join('&')
}

/** Half a surrogate pair, which no address can hold, reads as the replacement character. */
function encode(text: string): string {
  return encodeURIComponent(
    text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd'),
  )
}

/** Part of an address that may be encoded already. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
