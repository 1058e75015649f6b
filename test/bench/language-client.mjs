// A language server as a child process, spoken to over stdio; just enough of the protocol to measure it.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * Starts a server. `configuration(section)` answers its questions for settings.
 * `request` and `notify` speak; `diagnostics(uri)` resolves with the next ones published for a document.
 */
export function startLanguageServer(command, args, configuration, env = process.env) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'], env })
  const answers = new Map()
  const listeners = new Set()
  let next = 0
  let buffered = Buffer.alloc(0)

  child.stdout.on('data', chunk => {
    buffered = Buffer.concat([buffered, chunk])
    for (;;) {
      const header = buffered.indexOf('\r\n\r\n')
      if (header === -1) return
      const length = Number(/content-length: *(\d+)/i.exec(buffered.toString('latin1', 0, header))?.[1])
      const end = header + 4 + length
      if (buffered.length < end) return
      const message = JSON.parse(buffered.toString('utf8', header + 4, end))
      buffered = buffered.subarray(end)
      receive(message)
    }
  })

  function receive(message) {
    if (message.method === undefined) {
      const answer = answers.get(message.id)
      answers.delete(message.id)
      if (message.error === undefined) answer?.resolve(message.result)
      else answer?.reject(new Error(message.error.message))
    } else if (message.id === undefined) {
      for (const listener of [...listeners]) listener(message)
    } else {
      const result =
        message.method === 'workspace/configuration'
          ? message.params.items.map(({ section }) => configuration(section))
          : null
      send({ id: message.id, result })
    }
  }

  function send(message) {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message })
    child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`)
  }

  const client = {
    pid: child.pid,
    notify: (method, params) => send({ method, params }),
    request: (method, params) =>
      new Promise((resolve, reject) => {
        const id = ++next
        answers.set(id, { resolve, reject })
        send({ id, method, params })
      }),
    /** Calls back for every notification; returns how to stop it. */
    listen: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    diagnostics: uri =>
      new Promise(resolve => {
        const stop = client.listen(({ method, params }) => {
          if (method !== 'textDocument/publishDiagnostics' || params.uri !== uri) return
          stop()
          resolve(params)
        })
      }),
    /** Processor time used so far, in milliseconds; undefined where the system does not tell. */
    cpu: () => {
      try {
        const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
        return (Number(fields[11]) + Number(fields[12])) * 10
      } catch {
        return undefined
      }
    },
    stop: async () => {
      const ended = new Promise(resolve => child.once('exit', resolve))
      await client.request('shutdown', null)
      client.notify('exit', null)
      await Promise.race([ended, new Promise(resolve => setTimeout(resolve, 2000).unref())])
      child.kill('SIGKILL')
    },
  }
  return client
}
