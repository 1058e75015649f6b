import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSecureContext } from 'node:tls'
import type { Dispatcher } from 'undici'
import { selectionOf } from '../../server/src/flux/selection/selection.ts'
import { createLogins } from '../../server/src/io/credentials/logins.ts'
import { createCacheFolder } from '../../server/src/io/files/cache-folder.ts'
import { createConsent } from '../../server/src/io/network/consent.ts'
import { createHttpTransport } from '../../server/src/io/network/http.ts'
import { createSharedLimits } from '../../server/src/io/registry/contact/exchange.ts'
import { wait } from '../../server/src/io/registry/contact/wait.ts'
import { createRegistry } from '../../server/src/io/registry/registry.ts'

/**
 * One measurement in a process of its own, so that its peak of memory is its own: `raw` downloads every page of the
 * tag list with `undici.request`; `fluxmark` lists, stores, filters and selects. Prints milliseconds, peak bytes and
 * what was found.
 */
const [mode, host = '', repository = ''] = process.argv.slice(2)
// What is loaded once and lazily is loaded before the clock starts, for both: undici, and Node's own certificates.
const { request } = await import('undici')
createSecureContext()
const folder = mkdtempSync(join(tmpdir(), 'fluxmark-bench-'))
const elapsed = stopwatch()
const found = mode === 'raw' ? await download() : await select()
const { ms, cpu } = elapsed()
rmSync(folder, { recursive: true })
process.stdout.write(JSON.stringify({ ms, cpu, bytes: process.resourceUsage().maxRSS * 1024, ...found }))
process.exit()

/** Milliseconds of the wall and of the processor since it was made. */
function stopwatch(): () => { ms: number; cpu: number } {
  const start = performance.now()
  const cpu = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(cpu)
    return { ms: performance.now() - start, cpu: (user + system) / 1000 }
  }
}

async function download(): Promise<object> {
  let path: string | undefined = `/v2/${repository}/tags/list?n=1000`
  let bytes = 0
  while (path !== undefined) {
    const { headers, body }: Dispatcher.ResponseData = await request(`http://${host}${path}`)
    for await (const chunk of body) bytes += (chunk as Buffer).length
    path = /<([^>]+)>/.exec(String(headers.link ?? ''))?.[1]
  }
  return { downloaded: bytes }
}

async function select(): Promise<object> {
  const clock = { now: () => Date.now() }
  const registry = createRegistry({
    isOnline: () => true,
    consent: createConsent({ allowed: [host], configured: async () => [] }),
    logins: createLogins([]),
    settings: {},
    transport: createHttpTransport({ env: {} }),
    clock,
    wait,
    random: Math.random,
    sharedLimits: createSharedLimits(),
    folder: createCacheFolder({ path: folder, maxBytes: 50 << 20, now: clock.now }),
  })
  const image = `${host}/${repository}`
  const listing = stopwatch()
  const { tags } = await registry.tags({ image, insecure: false }, new AbortController().signal)
  const listed = listing()
  const selecting = stopwatch()
  const selection = selectionOf({
    image,
    tags,
    exclusionList: undefined,
    policy: { numerical: { order: 'asc' } },
    filter: { pattern: '^main-[a-f0-9]+-(?P<ts>[0-9]+)$', extract: '$ts' },
    fluxVersion: 'auto',
  })
  const selected = selecting()
  return { listed, selected, tags: tags.length, state: selection.state }
}
