import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { PullRequestDraft, PullRequests } from '../../../server/src/ports.ts'
import { rejects } from '../registry/contract.ts'

/** A forge with one repository and no request yet, whose default branch is `main`. */
export interface Subject {
  readonly pullRequests: PullRequests
  /** The address of the repository's remote. */
  readonly url: string
  close(): Promise<void>
}

/** What every port of pull requests promises, the twin in memory and the real ones alike. */
export function pullRequestsContract(name: string, start: () => Promise<Subject>): void {
  describe(name, () => {
    let subject: Subject
    const { signal } = new AbortController()
    const draft = (more: Partial<PullRequestDraft> = {}): PullRequestDraft => ({
      url: subject.url,
      branch: 'flux/updates',
      base: 'main',
      title: 'Update web',
      body: '| a | b |',
      labels: [],
      reviewers: [],
      ...more,
    })

    before(async () => {
      subject = await start()
    })
    after(() => subject?.close())

    test('a remote on disk is served by nobody', () => {
      assert.equal(subject.pullRequests.serves('/srv/git/fleet.git'), false)
      assert.equal(subject.pullRequests.serves(subject.url), true)
    })

    test('the default branch', async () => {
      assert.equal(await subject.pullRequests.defaultBranch(subject.url, signal), 'main')
    })

    test('a request is opened once, and then updated', async () => {
      const { pullRequests, url } = subject
      assert.equal(await pullRequests.find(draft(), signal), undefined)
      const first = await pullRequests.open(draft(), signal)
      assert.equal(first.created, true)
      assert.deepEqual(first.notes, [])
      const second = await pullRequests.open(draft({ title: 'Update web and api', body: '| c |' }), signal)
      assert.deepEqual(second, { ...first, created: false })
      const found = await pullRequests.find(draft(), signal)
      assert.equal(found?.number, first.number)
      assert.equal(found?.title, 'Update web and api')
      assert.match(found?.body ?? '', /\| c \|/)
      assert.equal(found?.state, 'open')
      assert.match(found?.url ?? '', /^https?:/)

      const other = await pullRequests.open(draft({ branch: 'other' }), signal)
      assert.notEqual(other.number, first.number)

      await pullRequests.close({ url }, first.number, signal)
      assert.equal((await pullRequests.find(draft(), signal))?.state, 'closed')
      const third = await pullRequests.open(draft(), signal)
      assert.equal(third.created, true)
      assert.notEqual(third.number, first.number)
      assert.equal((await pullRequests.find(draft(), signal))?.number, third.number)
    })

    test('a branch is not merged into itself', () =>
      rejects(
        subject.pullRequests.open(draft({ branch: 'main' }), signal),
        'E_FORGE_BASE',
        /branch of its own|base/,
      ))

    test('a repository that does not exist', () =>
      rejects(
        subject.pullRequests.open(draft({ url: subject.url.replace('fleet', 'none') }), signal),
        'E_FORGE_NOT_FOUND',
      ))

    test('who has gone gets no answer', () =>
      rejects(subject.pullRequests.open(draft(), AbortSignal.abort()), 'E_CANCELLED'))
  })
}
