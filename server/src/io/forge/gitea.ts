import { failure } from '../../flux/failure.ts'
import type { FoundPullRequest } from '../../ports.ts'
import { type ForgeApi, listIn, numberIn, textIn } from './forge-api.ts'
import type { ForgePlace } from './place.ts'
import type { Talk } from './talk.ts'
import { tried } from './tried.ts'

/** Pull requests at Gitea and Forgejo, whose interfaces are the same here: HOST/api/swagger, version 1. */
export function giteaApi(talk: Talk, { host, path }: ForgePlace): ForgeApi {
  const [owner = '', name = ''] = path.map(encodeURIComponent)
  const repo = `/repos/${owner}/${name}`

  /** Labels are numbers there, of the repository or of its organisation. */
  async function labelIds(names: readonly string[]) {
    const own = listIn((await talk('GET', `${repo}/labels?limit=${PAGE}`)).json)
    const shared = listIn(
      (await talk('GET', `/orgs/${owner}/labels?limit=${PAGE}`, undefined, [403, 404])).json,
    )
    const all = [...own, ...shared]
    const idOf = (label: string) => all.find(one => textIn(one, 'name') === label)
    return {
      found: names.map(idOf).flatMap(one => (one ? [numberIn(one, 'id')] : [])),
      unknown: names.filter(label => idOf(label) === undefined),
    }
  }

  return {
    async defaultBranch() {
      return textIn((await talk('GET', repo)).json, 'default_branch')
    },
    // There is no filter by branch.
    async find(branch, isOpen) {
      for (let page = 1; page <= PAGES; page++) {
        const query = new URLSearchParams({
          state: isOpen ? 'open' : 'all',
          sort: 'recentupdate',
          limit: String(PAGE),
          page: String(page),
        })
        const list = listIn((await talk('GET', `${repo}/pulls?${query}`)).json)
        const found = list.find(
          one =>
            textIn(one, 'head', 'ref') === branch &&
            textIn(one, 'head', 'repo', 'full_name').toLowerCase() ===
              textIn(one, 'base', 'repo', 'full_name').toLowerCase(),
        )
        if (found) return read(found, host)
        // A server may give fewer than it was asked for.
        if (list.length === 0) return undefined
      }
      return undefined
    },
    async create({ branch, base, title, body }) {
      const asked = { head: branch, base, title, body }
      const { status, json } = await talk('POST', `${repo}/pulls`, asked, [409])
      return status === 409 ? 'exists' : read(json, host)
    },
    async update(number, text) {
      await talk('PATCH', `${repo}/pulls/${number}`, text)
    },
    async label(number, labels) {
      const notes: string[] = []
      const failed = await tried(`The labels ${labels.join(', ')} were not set`, async () => {
        const { found, unknown } = await labelIds(labels)
        if (unknown.length > 0)
          notes.push(`${path.join('/')} has no label ${unknown.join(', ')}; make it in the repository.`)
        if (found.length > 0) await talk('POST', `${repo}/issues/${number}/labels`, { labels: found })
      })
      return [...notes, ...failed]
    },
    review: (number, reviewers) =>
      tried(`The reviewers ${reviewers.join(', ')} were not asked`, () =>
        talk('POST', `${repo}/pulls/${number}/requested_reviewers`, {
          reviewers: reviewers.filter(one => !one.includes('/')),
          team_reviewers: reviewers.flatMap(one =>
            one.includes('/') ? [one.slice(one.indexOf('/') + 1)] : [],
          ),
        }),
      ),
    async close(number) {
      await talk('PATCH', `${repo}/pulls/${number}`, { state: 'closed' })
    },
  }
}

const PAGE = 50

/** A thousand requests; older ones are not looked for. */
const PAGES = 20

function read(json: unknown, host: string): FoundPullRequest {
  const number = numberIn(json, 'number')
  const url = textIn(json, 'html_url')
  if (!(number > 0) || url === '') throw failure('E_SHAPE', `${host} answered with no pull request.`)
  const isMerged = Reflect.get(Object(json), 'merged') === true
  const state = textIn(json, 'state') === 'open' ? 'open' : isMerged ? 'merged' : 'closed'
  return { number, url, state, title: textIn(json, 'title'), body: textIn(json, 'body') }
}
