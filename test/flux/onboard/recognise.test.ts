import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { recognise } from '../../../server/src/flux/onboard/scheme/recognise.ts'
import { selectionOf } from '../../../server/src/flux/selection/selection.ts'

// Compiled tests run from build/test/flux/onboard.
const files = ['schemes.txt', 'schemes-of-projects.txt'].map(name =>
  join(import.meta.dirname, '../../../../test/flux/onboard', name),
)

describe('the scheme of tags', () => {
  const blocks = files.flatMap(file => readFileSync(file, 'utf8').split('\n\n').slice(1))
  assert.ok(blocks.length > 110)
  for (const block of blocks) {
    const [head = '', list = '', ...more] = block.trim().split('\n')
    const [, current = '', newest = ''] = /: (\S+) → (\S+)$/.exec(head) ?? []
    test(head, () => {
      const tags = list.trim().split(' ')
      const found = recognise(current, tags)
      const selected = (all: readonly string[]) => {
        if (!found.sure) return '-'
        const { filterTags, policy } = found.proposal
        const filter = filterTags && { pattern: filterTags.pattern, extract: filterTags.extract ?? '' }
        const request = {
          image: 'x',
          tags: all,
          exclusionList: undefined,
          policy,
          filter,
          fluxVersion: '2.9',
        }
        const selection = selectionOf(request)
        return selection.state === 'latest' ? selection.tag : JSON.stringify(selection)
      }
      assert.equal(selected(tags), newest, JSON.stringify(found))
      for (const line of more) {
        const [, tag = '', expected] = /^ {2}\+ (\S+) → (\S+)$/.exec(line) ?? []
        assert.equal(selected([...tags, tag]), expected, `with ${tag}: ${JSON.stringify(found)}`)
      }
      assert.match(found.why, /\.$/)
    })
  }
})
