import { connect } from 'node:net'
import type { Message } from './message.ts'

/** The way to the editor. */
export interface Channel {
  /** Sends a message that is JSON already. */
  send(text: string): void
  /** Calls back for every message, and once when the editor is gone. */
  listen(onMessage: (message: Message) => void, onEnd: () => void): void
}

/**
 * Over standard input and output, over Node's own channel between a process and its child (`--node-ipc`), or over a
 * socket of this machine on which the editor listens (`--socket=PORT`).
 */
export function openChannel(argv: readonly string[]): Channel {
  const port = argv.flatMap(word => /^--socket=(\d+)$/.exec(word)?.[1] ?? []).at(-1)
  if (port !== undefined) return socket(Number(port))
  return argv.includes('--node-ipc') ? ipc() : stdio()
}

function stdio(): Channel {
  return {
    send: text => void process.stdout.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`),
    listen(onMessage, onEnd) {
      // An editor that has gone away reads no answer; that is not worth a stack on standard error.
      process.stdout.on('error', onEnd)
      process.stdin.on('end', onEnd).on('close', onEnd)
      void library().then(({ StreamMessageReader }) =>
        new StreamMessageReader(process.stdin).listen(message => onMessage(message as Message)),
      )
    },
  }
}

function socket(port: number): Channel {
  const stream = connect(port, '127.0.0.1').setNoDelay(true)
  return {
    send: text => void stream.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`),
    listen(onMessage, onEnd) {
      stream.on('close', onEnd).on('error', () => {
        if (stream.bytesRead === 0)
          process.stderr.write(`fluxmark: no editor listens on port ${port} of 127.0.0.1\n`)
      })
      void library().then(({ StreamMessageReader }) =>
        new StreamMessageReader(stream).listen(message => onMessage(message as Message)),
      )
    },
  }
}

function ipc(): Channel {
  return {
    send: text => void process.send?.(JSON.parse(text), undefined, {}, () => undefined),
    listen(onMessage, onEnd) {
      process.on('disconnect', onEnd)
      void library().then(({ IPCMessageReader }) =>
        new IPCMessageReader(process).listen(message => onMessage(message as Message)),
      )
    },
  }
}

/** Loaded while the core's thread starts. */
function library() {
  return import('vscode-languageserver/node')
}
