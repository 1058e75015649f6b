import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { test } from 'node:test'
import { candidates, leftAlone } from '../../server/src/flux/onboard/candidates.ts'
import { homeChoices } from '../../server/src/flux/onboard/home-choices.ts'
import { onboarding } from '../../server/src/flux/onboard/onboarding.ts'
import { emptySnapshot, withFiles } from '../../server/src/flux/workspace/snapshot.ts'

const data = process.env.FLUXMARK_TEST_DATA
const skip = data ? false : 'needs FLUXMARK_TEST_DATA, a folder with corpora/radix-flux in it'

test('of a real repository no image with a marker is listed, and each proposal says why its objects are where they are', {
  skip,
}, () => {
  const root = join(data ?? '', 'corpora/radix-flux')
  const texts = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
    .map(path => [relative(root, path), readFileSync(path, 'utf8')] as const)
  const snapshot = withFiles(emptySnapshot({ fluxVersion: 'auto' }), texts)
  const found = candidates(snapshot)
  assert.equal(found.length, 20)
  for (const one of found) {
    const { file, values, image } = one.placed
    const where = `${file.path} ${image.name}:${image.tag}`
    for (const { scalar } of values)
      assert.ok(!scalar.lineComment?.text.includes('imagepolicy'), `${where} has a marker`)
    const { sure, why, edits } = onboarding(snapshot, [one], image.tag === undefined ? [] : [image.tag])
    assert.ok(sure && edits.length > 0, `${where}: ${why}`)
    assert.match(why, /The new objects are in \S+( and \S+)?: \S.*\.|is for this image already\./, where)
    for (const home of homeChoices(snapshot, one)) assert.notEqual(home.why, '', where)
  }
  assert.ok(leftAlone(snapshot).every(({ reason }) => reason !== ''))
})
