import { forTerminal, inLine } from '../../text/foreign.ts'
import type { ListingView } from './listing-progress.ts'

export interface Terminal {
  write(text: string): void
  /** Columns of a terminal, on which a line can be written over; undefined where the output is a file or a pipe. */
  readonly columns: number | undefined
  /** Milliseconds since 1970. */
  now(): number
}

/** Shows how far long work is: on a terminal in one line that comes and goes, elsewhere in a line every ten seconds. */
export function terminalProgress({ write, columns, now }: Terminal, what = 'listing tags: '): ListingView {
  let next = 0
  let isShown = false
  return {
    report(message) {
      const line = forTerminal(inLine(`${what}${message}`))
      if (columns !== undefined) {
        isShown = true
        return write(`\r\x1b[K${line.slice(0, Math.max(20, columns - 1))}`)
      }
      if (now() < next) return
      next = now() + 10_000
      write(`${line}\n`)
    },
    done: () => {
      if (isShown) write('\r\x1b[K')
      isShown = false
    },
  }
}
