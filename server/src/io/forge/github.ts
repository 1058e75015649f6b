import { failure } from '../../flux/failure.ts'
import type { FoundPullRequest } from '../../ports.ts'
import { visible } from '../../text/foreign.ts'
import { type ForgeApi, listIn, numberIn, textIn } from './forge-api.ts'
import type { ForgePlace } from './place.ts'
import type { Talk } from './talk.ts'
import { tried } from './tried.ts'

/** Pull requests at GitHub: docs.github.com/en/rest/pulls, version 2022-11-28. */
export function githubApi(talk: Talk, { host, path }: ForgePlace): ForgeApi {
  const [owner = '', name = ''] = path
  const repo = `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(name)}`
  return {
    async defaultBranch() {
      return textIn((await talk('GET', repo)).json, 'default_branch')
    },
    async find(branch, isOpen) {
      const query = new URLSearchParams({
        head: `${owner}:${branch}`,
        state: isOpen ? 'open' : 'all',
        sort: 'created',
        direction: 'desc',
        per_page: '20',
      })
      const { json } = await talk('GET', `${repo}/pulls?${query}`)
      // A head that GitHub cannot read filters nothing.
      const found = listIn(json).find(
        one =>
          textIn(one, 'head', 'ref') === branch &&
          textIn(one, 'head', 'user', 'login').toLowerCase() === owner.toLowerCase(),
      )
      return found && read(found, host)
    },
    async create({ branch, base, title, body }) {
      const asked = { head: branch, base, title, body }
      const { status, json } = await talk('POST', `${repo}/pulls`, asked, [422])
      if (status !== 422) return read(json, host)
      const faults = listIn(Object(json).errors).map(one => textIn(one, 'message'))
      if (faults.some(message => /already exists/i.test(message))) return 'exists'
      const isBase = listIn(Object(json).errors).some(one => textIn(one, 'field') === 'base')
      const isEmpty = faults.some(message => /no commits between/i.test(message))
      const why = isBase
        ? `${base} is no branch there; name the branch to merge into`
        : isEmpty
          ? `${branch} has no commit that ${base} lacks`
          : visible([textIn(json, 'message'), ...faults].filter(text => text !== '').join(': '))
      throw failure(
        'E_FORGE_REFUSED',
        `${host} refused the pull request from ${branch} into ${base}: ${why}.`,
      )
    },
    async update(number, text) {
      await talk('PATCH', `${repo}/pulls/${number}`, text)
    },
    label: (number, labels) =>
      tried(`The labels ${labels.join(', ')} were not set`, () =>
        talk('POST', `${repo}/issues/${number}/labels`, { labels }),
      ),
    async review(number, reviewers) {
      const teams = reviewers.filter(one => one.includes('/'))
      const asked = {
        reviewers: reviewers.filter(one => !one.includes('/')),
        team_reviewers: teams.map(one => one.slice(one.indexOf('/') + 1)),
      }
      return tried(`The reviewers ${reviewers.join(', ')} were not asked`, () =>
        talk('POST', `${repo}/pulls/${number}/requested_reviewers`, asked),
      )
    },
    async close(number) {
      await talk('PATCH', `${repo}/pulls/${number}`, { state: 'closed' })
    },
  }
}

function read(json: unknown, host: string): FoundPullRequest {
  const number = numberIn(json, 'number')
  const url = textIn(json, 'html_url')
  if (!(number > 0) || url === '') throw failure('E_SHAPE', `${host} answered with no pull request.`)
  const isMerged = textIn(json, 'merged_at') !== ''
  const state = textIn(json, 'state') === 'open' ? 'open' : isMerged ? 'merged' : 'closed'
  return { number, url, state, title: textIn(json, 'title'), body: textIn(json, 'body') }
}
