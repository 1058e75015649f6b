import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import { type TestContext, test } from 'node:test'
import { editorFetch } from '../../client/src/server/editor-fetch.ts'

const { signal } = new AbortController()

/** Where nobody listens any more. */
async function closed(): Promise<string> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`
}

async function serve(context: TestContext, answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  context.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/v2/`
}

function request(url: string) {
  return { url, method: 'GET', headers: { accept: 'application/json' }, timeout: 5000, maxBytes: 10 }
}

test('what comes is handed on as it is: status, headers, bytes, redirects too', async context => {
  const seen: unknown[] = []
  const url = await serve(context, ({ url: path, headers }, response) => {
    seen.push([path, headers.accept, headers['accept-encoding'], headers.cookie])
    response.writeHead(302, { location: 'http://127.0.0.1:1/elsewhere' }).end('hi')
  })
  const answer = await editorFetch(request(url), signal)
  assert.ok('status' in answer)
  assert.equal(answer.status, 302)
  assert.equal(new Map(answer.headers).get('location'), 'http://127.0.0.1:1/elsewhere')
  assert.equal(Buffer.from(answer.bodyBase64, 'base64').toString(), 'hi')
  assert.deepEqual(seen, [['/v2/', 'application/json', 'identity', undefined]])
})

test('a body without end is not read to its end', async context => {
  const url = await serve(context, (_, response) => {
    const more = () => {
      while (response.write('x'.repeat(1000)));
      response.once('drain', more)
    }
    more()
  })
  const answer = await editorFetch(request(url), signal)
  assert.ok('bodyBase64' in answer)
  const { length } = Buffer.from(answer.bodyBase64, 'base64')
  assert.ok(length > 10 && length < 1_000_000)
})

test('nothing within the time, nobody there, and what is no HTTP are told by their codes', async context => {
  const url = await serve(context, () => undefined)
  const code = async (asked: ReturnType<typeof request>) => {
    const answer = await editorFetch(asked, signal)
    return 'error' in answer ? answer.error.code : answer.status
  }
  assert.equal(await code({ ...request(url), timeout: 20 }), 'ETIMEDOUT')
  assert.equal(await code(request(await closed())), 'ECONNREFUSED')
  assert.equal(await code(request('file:///etc/passwd')), 'TypeError')
})
