import { createInterface } from 'node:readline'

/** Asks on standard error, and reads a line from standard input: only `y` and `yes` are a yes. Its end is a no. */
export function confirm(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  return new Promise(resolve => {
    terminal.on('close', () => resolve(false))
    terminal.question(`${question} [y/N] `, answer => {
      resolve(/^y(?:es)?$/i.test(answer.trim()))
      terminal.close()
    })
  })
}
