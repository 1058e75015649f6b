import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { isFailure } from '../../../server/src/flux/failure.ts'
import type { ImageSource, Registry } from '../../../server/src/ports.ts'

/** A registry that holds one repository, `TAGS`, and no other. */
export interface Subject {
  readonly registry: Registry
  /** `host/…` of the repository that exists. */
  readonly image: string
  close(): Promise<void>
}

export const TAGS: readonly string[] = ['1.0.0', '1.10.0', '1.9.0', 'constructor', 'latest']

/** What every registry port promises, the twin in memory and the real one alike. */
export function registryContract(
  name: string,
  start: () => Promise<Subject>,
  skip: string | false = false,
): void {
  describe(name, { skip }, () => {
    let subject: Subject
    const source = (): ImageSource => ({ image: subject.image, insecure: false })
    const missing = (): ImageSource => ({ image: `${subject.image}-missing`, insecure: false })
    const { signal } = new AbortController()

    before(async () => {
      subject = await start()
    })
    after(() => subject?.close())

    test('every tag is listed once', async () => {
      const { tags, dropped, pages } = await subject.registry.tags(source(), signal)
      assert.deepEqual(tags.toSorted(), TAGS)
      assert.equal(dropped, 0)
      assert.ok(pages >= 1)
    })

    test('the same question at the same time has the same answer', async () => {
      const [one, two] = await Promise.all([
        subject.registry.tags(source(), signal),
        subject.registry.tags(source(), signal),
      ])
      assert.deepEqual(one.tags, two.tags)
    })

    test('a repository that does not exist', () =>
      rejects(subject.registry.tags(missing(), signal), 'E_NOT_FOUND'))

    test('a digest is the same each time, and of the form sha256:…', async () => {
      const digest = await subject.registry.digest(source(), '1.9.0', signal)
      assert.match(digest, /^sha256:[0-9a-f]{64}$/)
      assert.equal(await subject.registry.digest(source(), '1.9.0', signal), digest)
    })

    test('the digest of a tag that does not exist', () =>
      rejects(subject.registry.digest(source(), '9.9.9', signal), 'E_NOT_FOUND'))

    test('who has gone gets no answer', () =>
      rejects(subject.registry.tags(source(), AbortSignal.abort()), 'E_CANCELLED'))
  })
}

/** Asserts that a promise rejects with a failure of this code. */
export async function rejects(promise: Promise<unknown>, code: string, message: RegExp = /./): Promise<void> {
  await assert.rejects(promise, error => {
    assert.ok(isFailure(error), String(error))
    assert.equal(error.code, code, error.message)
    assert.match(error.message, message)
    return true
  })
}
