import assert from 'node:assert/strict'
import { posix, win32 } from 'node:path'
import { test } from 'node:test'
import { asOnDisk, type Disk } from '../../server/src/io/files/as-on-disk.ts'

/** A disk that does not tell capitals from small letters, with these absolute paths on it. */
function disk(
  rules: Disk['rules'] & { readonly dirname: (path: string) => string },
  ...paths: string[]
): Disk {
  const folded = (path: string) => path.normalize('NFC').toLowerCase()
  const all = new Set(paths)
  for (const path of all) if (rules.dirname(path) !== path) all.add(rules.dirname(path))
  return {
    rules,
    exists: path => [...all].some(one => folded(one) === folded(path)),
    names: folder =>
      [...all].flatMap(one =>
        folded(rules.dirname(one)) === folded(folder) && one !== rules.dirname(one)
          ? [one.slice(one.lastIndexOf(rules.sep) + 1)]
          : [],
      ),
  }
}

test('on Windows a path gets the capitals of the disk, and its drive a capital', () => {
  const there = disk(win32, 'C:\\Work\\fleet\\apps\\web.yaml', '\\\\Server\\Share\\fleet\\web.yaml')
  for (const [given, found] of [
    ['C:\\Work\\fleet\\apps\\web.yaml', 'C:\\Work\\fleet\\apps\\web.yaml'],
    ['c:\\WORK\\Fleet\\APPS\\Web.YAML', 'C:\\Work\\fleet\\apps\\web.yaml'],
    ['c:\\work', 'C:\\Work'],
    ['c:\\', 'C:\\'],
    ['\\\\Server\\Share\\FLEET\\Web.yaml', '\\\\Server\\Share\\fleet\\web.yaml'],
    // What is not there is what the user said.
    ['c:\\WORK\\fleet\\new.sarif', 'c:\\WORK\\fleet\\new.sarif'],
  ] as const)
    assert.equal(asOnDisk(given, there), found)
})

test('a name that the folder has as it was written stays, beside another in other capitals', () => {
  const there = disk(posix, '/fleet/Web.yaml', '/fleet/web.yaml')
  assert.equal(asOnDisk('/fleet/web.yaml', there), '/fleet/web.yaml')
  assert.equal(asOnDisk('/fleet/Web.yaml', there), '/fleet/Web.yaml')
})

test('macOS may write a name in other characters than were typed', () => {
  const decomposed = '/fleet/Bu\u0308ro.yaml'
  assert.equal(asOnDisk('/fleet/b\u00fcro.yaml', disk(posix, decomposed)), decomposed)
})
