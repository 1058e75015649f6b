import assert from 'node:assert/strict'
import { test } from 'node:test'
import { explanationLinks, explanationText } from '../../client/src/pages/explanation-text.ts'

test('an explanation reads as a list of what holds, what does not, and what is not known', () => {
  const answer = {
    target: 'deploy.yaml:15',
    links: [
      { name: 'marker', ok: true, detail: 'Flux reads flux-system:web' },
      {
        name: 'automation',
        ok: false,
        detail: 'outside every update path',
        remedy: 'Widen the path',
        file: 'auto.yaml',
        uri: 'file:///fleet/auto.yaml',
        line: 3,
      },
      { name: 'branch', detail: 'not in the workspace' },
    ],
    funnel: [{ tag: '1.2', stage: 'selected', reason: 'the latest' }],
  }
  assert.equal(
    explanationText(answer),
    `deploy.yaml:15

✓ marker      Flux reads flux-system:web
✗ automation  outside every update path. Widen the path  (auto.yaml:3)
? branch      not in the workspace

Tags
  1.2  selected: the latest
`,
  )
  assert.deepEqual(explanationLinks(answer), [
    { words: '(auto.yaml:3)', uri: 'file:///fleet/auto.yaml', line: 3 },
  ])
})

test('anything that is no explanation has no text', () => {
  for (const answer of [undefined, null, 'x', {}, { target: 'x' }])
    assert.equal(explanationText(answer), undefined)
})
