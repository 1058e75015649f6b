import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { Bounded, isTooSlow } from '../../server/src/io/threads/bounded.ts'
import type { Question } from './bounded-entry.ts'

const entry = new URL('./bounded-entry.js', import.meta.url)
const opened: Bounded<Question, number>[] = []

function bounded(deadline: number): Bounded<Question, number> {
  const one = new Bounded<Question, number>(entry, 'test', deadline)
  opened.push(one)
  return one
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map(one => one.close()))
})

test('questions are answered in another thread, one after the other', async () => {
  const thread = bounded(60_000)
  assert.deepEqual(await Promise.all([thread.ask('double 21'), thread.ask('double 21')]), [42, 42])
})

test('what takes too long is cut off, this thread is free meanwhile, and the next question is answered', async () => {
  const thread = bounded(100)
  let isAnswered = false
  const slow = thread.ask('for ever').finally(() => {
    isAnswered = true
  })
  const next = thread.ask('double 21')
  await new Promise(resolve => setImmediate(resolve))
  assert.equal(isAnswered, false)
  assert.deepEqual(await slow, { tooSlow: true, after: 100 })
  assert.equal(await next, 42)
})

test('a question knows the thread that it is for: what was told to one that was ended is told anew', async () => {
  const thread = bounded(1000)
  const told: object[] = []
  const ask = (question: Question) =>
    thread.askOf(at => {
      told.push(at)
      return question
    })
  await Promise.all([ask('double 21'), ask('for ever'), ask('double 21')])
  assert.equal(told[0], told[1])
  assert.notEqual(told[1], told[2])
})

test('what takes all memory is cut off too', async () => {
  const thread = bounded(60_000)
  assert.ok(isTooSlow(await thread.ask('all memory')))
  assert.equal(await thread.ask('double 21'), 42)
})

test('a bug in the computation is an error, not an answer', async () => {
  const thread = bounded(60_000)
  await assert.rejects(thread.ask('throw'), /a bug/)
  assert.equal(await thread.ask('double 21'), 42)
})

test('a thread that serves another role does not start', async () => {
  const thread = new Bounded<Question, number>(entry, 'another', 60_000)
  await assert.rejects(thread.ask('double 21'), /the thread for another did not start/)
})

test('what is under way at the end counts as too slow', async () => {
  const thread = bounded(60_000)
  assert.equal(await thread.ask('double 21'), 42)
  const slow = thread.ask('for ever')
  await new Promise(resolve => setImmediate(resolve))
  await thread.close()
  assert.ok(isTooSlow(await slow))
})
