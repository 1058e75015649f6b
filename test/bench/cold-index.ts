// A repository's index from nothing: every marker and every resource of image automation found and read.
import { createFiles } from '../../server/src/io/files/files.ts'
import { Session } from '../../server/src/session.ts'

const root = process.argv[2] ?? ''
const start = performance.now()
const used = process.cpuUsage()
const session = new Session(
  { files: createFiles({ root }), clock: { now: () => Date.now() } },
  { fluxVersion: '2.9' },
)
await session.load()
const files = [...session.snapshot.files.values()]
const markers = files.reduce((sum, { facts }) => sum + facts.markers.length, 0)
const resources = files.reduce((sum, { facts }) => sum + facts.resources.length, 0)
const ms = performance.now() - start
const { user, system } = process.cpuUsage(used)
process.stdout.write(
  JSON.stringify({ ms, cpu: (user + system) / 1000, files: files.length, markers, resources }),
)
