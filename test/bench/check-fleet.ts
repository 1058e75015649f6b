// A whole check of a repository, part by part: what kustomizations make of it, and the checks themselves. Processor time in ms.
import { diagnoser } from '../../server/src/ide/diagnostics.ts'
import { createFiles } from '../../server/src/io/files/files.ts'
import { Session } from '../../server/src/session.ts'

const root = process.argv[2] ?? ''
const session = new Session(
  { files: createFiles({ root }), clock: { now: () => Date.now() } },
  { fluxVersion: '2.9' },
)
const loaded = await timed(() => session.load())
const evaluated = await timed(async () => {
  await session.complete()
  return session.snapshot.index
})
let found = 0
const checked = await timed(async () => {
  const diagnose = diagnoser(session.snapshot, new Map(), {
    onFailure: ({ error }) => {
      throw error
    },
  })
  for (const path of session.snapshot.files.keys()) found += diagnose(path).length
})
const { roots, fluxRoots } = session.snapshot.effective
process.stdout.write(
  JSON.stringify({
    loaded,
    evaluated,
    checked,
    ratio: checked / evaluated,
    found,
    files: session.snapshot.files.size,
    roots: roots.size,
    fluxRoots: fluxRoots.length,
    heap: heapUsed(),
    rss: process.memoryUsage().rss,
  }),
)

async function timed(work: () => unknown): Promise<number> {
  const used = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(used)
  return (user + system) / 1000
}

/** Bytes in use after garbage is collected, where `--expose-gc` says how. */
function heapUsed(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}
