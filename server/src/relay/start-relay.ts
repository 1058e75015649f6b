import { openChannel } from './channel.ts'
import { coreStarter } from './core.ts'
import { relay } from './relay.ts'

/**
 * Makes this process a language server whose thread is free for the protocol.
 *
 * @param entry the module that is the server in a thread of the role `lsp`
 * @param argv `--stdio`, `--node-ipc` or `--socket=PORT`
 */
export function startRelay(entry: URL, argv: readonly string[]): void {
  const exit = (code: number): void => {
    process.exit(code)
  }
  const { end } = relay({
    channel: openChannel(argv),
    startCore: coreStarter(entry),
    exit,
    now: () => performance.now(),
    every: (ms, tick) => void setInterval(tick, ms),
    patience: 15_000,
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void end().then(() => process.kill(process.pid, signal)))
  }
}
