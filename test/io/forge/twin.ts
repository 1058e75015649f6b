import { failure } from '../../../server/src/flux/failure.ts'
import type { FoundPullRequest, PullRequestDraft, PullRequests } from '../../../server/src/ports.ts'

/** A forge in memory, with one repository. */
export interface TwinForge extends PullRequests {
  readonly requests: (Omit<PullRequestDraft, 'url'> & {
    -readonly [Key in keyof FoundPullRequest]: FoundPullRequest[Key]
  })[]
}

/** What keeps the contract of the port, without a network. `url` is the address of the one repository that is there. */
export function twinForge(url: string): TwinForge {
  const requests: TwinForge['requests'] = []
  const admit = (given: string, signal: AbortSignal) => {
    if (signal.aborted) throw failure('E_CANCELLED', 'Cancelled.')
    if (given !== url) throw failure('E_FORGE_NOT_FOUND', `${given} is not there.`)
  }
  return {
    requests,
    serves: given => given.startsWith('http'),
    async defaultBranch(given, signal) {
      admit(given, signal)
      return 'main'
    },
    async find({ url: given, branch }, signal) {
      admit(given, signal)
      return requests.findLast(one => one.branch === branch)
    },
    async open(draft, signal) {
      if (draft.branch === draft.base) throw failure('E_FORGE_BASE', `${draft.branch} is the base.`)
      admit(draft.url, signal)
      const there = requests.find(one => one.branch === draft.branch && one.state === 'open')
      if (there) Object.assign(there, { title: draft.title, body: draft.body })
      const number = there?.number ?? requests.length + 1
      const page = `https://forge.example/acme/fleet/pulls/${number}`
      if (!there) requests.push({ ...draft, number, url: page, state: 'open' })
      return { number, url: page, created: there === undefined, notes: [] }
    },
    async close({ url: given }, number, signal) {
      admit(given, signal)
      for (const one of requests) if (one.number === number) one.state = 'closed'
    },
  }
}
