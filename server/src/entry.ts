import { isMainThread } from 'node:worker_threads'

/**
 * The bundle's entry. Where an editor is to be spoken to, this thread only relays, and loads no more than that takes;
 * the server is in a thread of its own, whose entry is this file again.
 */
const [verb, ...rest] = process.argv.slice(2)
if (isMainThread && verb === 'lsp' && rest.some(word => /^--(stdio|node-ipc|socket=\d+)$/.test(word))) {
  const { startRelay } = await import('./relay/start-relay.ts')
  startRelay(new URL(import.meta.url), rest)
} else {
  await import('./main.ts')
}
