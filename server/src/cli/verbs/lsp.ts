import { UsageError } from '../usage-error.ts'
import type { Verb } from '../verb.ts'

/** `lsp --stdio`: `entry.ts` starts the language server; what comes here was wrongly called. */
export const lspVerb: Verb = {
  name: 'lsp',
  operands: '',
  summary: 'the language server, for any editor',
  details: [
    'Speaks the Language Server Protocol on standard input and output until the editor ends it. With --socket it connects to the editor, which listens on that port of 127.0.0.1.',
  ],
  options: [
    { name: 'stdio', summary: 'speak on standard input and output' },
    {
      name: 'socket',
      value: 'PORT',
      summary: 'speak to the editor that listens on this port of 127.0.0.1',
      problem: value =>
        /^\d+$/.test(value) && Number(value) <= 65_535 ? undefined : `is a port, not "${value}"`,
    },
    { name: 'node-ipc', summary: 'speak on the channel of a Node parent process' },
    { name: 'clientProcessId', value: 'PID', summary: 'the process with which the server ends' },
  ],
  examples: [{ command: 'lsp --stdio', does: 'what an editor starts' }],
  run: () => {
    throw new UsageError('lsp is started with --stdio, or with --socket=PORT, and no path')
  },
}
