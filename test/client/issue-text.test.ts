import assert from 'node:assert/strict'
import { test } from 'node:test'
import { issueText } from '../../client/src/pages/issue-text.ts'

test('the page of an issue has the versions, and says where it goes and that nothing was sent', () => {
  const url = 'https://github.com/fluxmark/fluxmark/issues'
  const text = issueText({ url, facts: [['fluxmark', '1.2.3'] as const, ['system', 'linux x64'] as const] })
  assert.match(text, /- fluxmark: 1\.2\.3\n- system: linux x64\n$/)
  assert.match(text, /issues\/new\. Nothing has been sent/)
})
