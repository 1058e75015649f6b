import { UsageError } from '../usage-error.ts'
import type { Verb } from '../verb.ts'

/** `lsp --stdio`: `main.ts` starts the language server; what comes here was wrongly called. */
export const lspVerb: Verb = {
  name: 'lsp',
  operands: '',
  summary: 'the language server, for any editor',
  details: ['Speaks the Language Server Protocol on standard input and output until the editor ends it.'],
  options: [
    { name: 'stdio', summary: 'speak on standard input and output' },
    { name: 'node-ipc', summary: 'speak on the channel of a Node parent process' },
    { name: 'clientProcessId', value: 'PID', summary: 'the process with which the server ends' },
  ],
  examples: [{ command: 'lsp --stdio', does: 'what an editor starts' }],
  run: () => {
    throw new UsageError('lsp is started with --stdio and no path')
  },
}
