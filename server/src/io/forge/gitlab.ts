import { failure } from '../../flux/failure.ts'
import type { FoundPullRequest } from '../../ports.ts'
import { type ForgeApi, listIn, numberIn, textIn } from './forge-api.ts'
import type { ForgePlace } from './place.ts'
import type { Talk } from './talk.ts'
import { tried } from './tried.ts'

/** Merge requests at GitLab: docs.gitlab.com/api/merge_requests, version 4. */
export function gitlabApi(talk: Talk, { host, path }: ForgePlace): ForgeApi {
  const project = `/projects/${encodeURIComponent(path.join('/'))}`
  const requests = `${project}/merge_requests`

  /** Reviewers are numbers there; those that it does not know come back as names. */
  async function ids(names: readonly string[]) {
    const found: number[] = []
    const unknown: string[] = []
    for (const name of names) {
      const { json } = await talk('GET', `/users?${new URLSearchParams({ username: name })}`)
      const id = numberIn(listIn(json)[0], 'id')
      if (id > 0) found.push(id)
      else unknown.push(name)
    }
    return { found, unknown }
  }

  return {
    async defaultBranch() {
      return textIn((await talk('GET', project)).json, 'default_branch')
    },
    async find(branch, isOpen) {
      const query = new URLSearchParams({
        source_branch: branch,
        state: isOpen ? 'opened' : 'all',
        order_by: 'created_at',
        sort: 'desc',
        per_page: '20',
      })
      const { json } = await talk('GET', `${requests}?${query}`)
      // A fork's branch may have the same name.
      const found = listIn(json).find(
        one =>
          textIn(one, 'source_branch') === branch &&
          Reflect.get(one, 'source_project_id') === Reflect.get(one, 'target_project_id'),
      )
      return found && read(found, host)
    },
    async create({ branch, base, title, body }) {
      const asked = { source_branch: branch, target_branch: base, title, description: body }
      const { status, json } = await talk('POST', requests, asked, [409])
      return status === 409 ? 'exists' : read(json, host)
    },
    async update(number, { title, body }) {
      const text = { description: body, ...(title === undefined ? {} : { title }) }
      await talk('PUT', `${requests}/${number}`, text)
    },
    label: (number, labels) =>
      tried(`The labels ${labels.join(', ')} were not set`, () =>
        talk('PUT', `${requests}/${number}`, { add_labels: labels.join(',') }),
      ),
    async review(number, reviewers) {
      const notes: string[] = []
      const failed = await tried(`The reviewers ${reviewers.join(', ')} were not asked`, async () => {
        const { found, unknown } = await ids(reviewers)
        if (unknown.length > 0)
          notes.push(`${host} knows no user ${unknown.join(', ')}; not asked for a review.`)
        if (found.length > 0) await talk('PUT', `${requests}/${number}`, { reviewer_ids: found })
      })
      return [...notes, ...failed]
    },
    async close(number) {
      await talk('PUT', `${requests}/${number}`, { state_event: 'close' })
    },
  }
}

function read(json: unknown, host: string): FoundPullRequest {
  const number = numberIn(json, 'iid')
  const url = textIn(json, 'web_url')
  if (!(number > 0) || url === '') throw failure('E_SHAPE', `${host} answered with no merge request.`)
  const said = textIn(json, 'state')
  const state = said === 'opened' || said === 'locked' ? 'open' : said === 'merged' ? 'merged' : 'closed'
  return { number, url, state, title: textIn(json, 'title'), body: textIn(json, 'description') }
}
