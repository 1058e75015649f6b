import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { assistant } from './assistant.ts'

test('the skill names every tool, and none that is not there', async t => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/assistant/SKILL.md'), 'utf8')
  const { client } = await assistant(t)
  const tools = (await client.listTools()).tools.map(({ name }) => name)
  const [, table = ''] = page.split('\n## What to call')
  const named = new Set([...table.matchAll(/`([a-z]+(?:_[a-z]+)*)`/g)].map(([, name = '']) => name))
  assert.deepEqual(
    tools.filter(name => !named.has(name)),
    [],
  )
  const snake = [...page.matchAll(/`([a-z]+(?:_[a-z]+)+)`/g)].map(([, name = '']) => name)
  assert.deepEqual(
    snake.filter(name => !tools.includes(name)),
    [],
  )
})
