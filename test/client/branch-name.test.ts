import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { branchNameFault } from '../../client/src/commit/branch-name.ts'

/** The words as they are, without the editor. */
const fault = (name: string, known: readonly string[] = []) =>
  branchNameFault(name, known, (message, ...values) =>
    message.replace(/\{(\d)\}/g, (_, at) => String(values[Number(at)])),
  )

test('a branch’s name is taken where Git takes it', () => {
  const names = [
    'main',
    'flux/updates',
    'a.b',
    'ü',
    'a@b',
    'a-b',
    '@a',
    'x.lockx',
    'a b',
    'a..b',
    'a//b',
    '-a',
  ]
  const more = [
    'a~1',
    'a^',
    'a:b',
    'a?',
    'a*',
    'a[b',
    'a\\b',
    'a@{1}',
    '/a',
    'a/',
    'a.',
    '.a',
    'a/.b',
    'a.lock',
    'a.lock/b',
    'a\tb',
  ]
  for (const name of [...names, ...more]) {
    let isTaken = true
    try {
      execFileSync('git', ['check-ref-format', '--branch', name], { stdio: 'ignore' })
    } catch {
      isTaken = false
    }
    assert.equal(fault(name) === undefined, isTaken, JSON.stringify(name))
  }
  // Git would take it, as another name of HEAD.
  assert.notEqual(fault('@'), undefined)
  assert.match(fault(' ') ?? '', /needs a name/)
})

test('a branch that is a folder of another one is told', () => {
  assert.match(fault('flux', ['flux/x']) ?? '', /beside the branch flux\/x/)
  assert.match(fault('flux/x/y', ['flux/x']) ?? '', /beside the branch flux\/x/)
  assert.equal(fault('flux/x', ['flux/x', 'fluxx']), undefined)
})
