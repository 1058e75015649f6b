// HTTP in front of a server on standard input and output: the conformance suite speaks nothing else. For tests alone.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { createInterface } from 'node:readline'

/**
 * Starts it on a free port of 127.0.0.1; each session (`initialize`) gets a server of its own. Resolves to `{url, close()}`.
 */
export async function startBridge(command, args, options) {
  const sessions = new Map()

  const open = id => {
    const child = spawn(command, args, { ...options, stdio: ['pipe', 'pipe', 'inherit'] })
    const waiting = new Map()
    createInterface({ input: child.stdout }).on('line', line => {
      const message = JSON.parse(line)
      if (message.method !== undefined) return
      waiting.get(message.id)?.(message)
      waiting.delete(message.id)
    })
    const session = { child, waiting }
    sessions.set(id, session)
    return session
  }

  const server = createServer(async (request, response) => {
    const { host = '', origin } = request.headers
    const isOwn = name => /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(name)
    if (!isOwn(host) || (origin !== undefined && !isOwn(new URL(origin).host)))
      return response.writeHead(403).end()
    const known = request.headers['mcp-session-id']
    if (request.method === 'DELETE') {
      sessions.get(known)?.child.kill()
      sessions.delete(known)
      return response.writeHead(200).end()
    }
    if (request.method !== 'POST') return response.writeHead(405).end()
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    const message = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    const id = message.method === 'initialize' ? randomUUID() : known
    const session = sessions.get(id) ?? (message.method === 'initialize' ? open(id) : undefined)
    if (session === undefined) return response.writeHead(404).end()
    const answer =
      message.id === undefined || message.method === undefined
        ? undefined
        : new Promise(resolve => session.waiting.set(message.id, resolve))
    session.child.stdin.write(`${JSON.stringify(message)}\n`)
    if (answer === undefined) return response.writeHead(202).end()
    response.writeHead(200, { 'content-type': 'application/json', 'mcp-session-id': id })
    response.end(JSON.stringify(await answer))
  })
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  const close = () => {
    for (const { child } of sessions.values()) child.kill()
    server.closeAllConnections()
    server.close()
  }
  return { url: `http://127.0.0.1:${server.address().port}/mcp`, close }
}
