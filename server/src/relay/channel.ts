import type { Message } from './message.ts'

/** The way to the editor. */
export interface Channel {
  /** Sends a message that is JSON already. */
  send(text: string): void
  /** Calls back for every message, and once when the editor is gone. */
  listen(onMessage: (message: Message) => void, onEnd: () => void): void
}

/** Over standard input and output, or over Node's own channel between a process and its child. */
export function openChannel(argv: readonly string[]): Channel {
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
